/** The only source of time. Services never read the ambient clock. */
export type Clock = { now(): Date };
