/** Something kept of a subject. Of two with the same name the one with the higher stamp counts, whichever came first. */
export type Kept = { name: string; stamp: number; value: string };

/** What was found when a subject was opened. */
export type Opened = {
  /** Lets its holder add what he reads from now on, for as long as nothing has voided it. */
  ticket: string;
  kept: ReadonlyMap<string, { stamp: number; value: string }>;
};

/**
 * What was read at some cost, kept for a short time in this process or for all. A subject is `kind/id`. Its life begins
 * when it is opened, and ends for good when it is dropped or over: with that all its tickets are void, so that nobody who
 * began to read before a change can keep what was so before it. Nothing here rejects: whoever finds nothing reads.
 */
export type Cache = {
  /** Opens a subject, for `lifeMs` if it was closed. Null when nobody can say what is kept: then nothing may be added. */
  open(subject: string, lifeMs: number): Promise<Opened | null>;
  /** Adds what was read under a ticket. False, and nothing, when that is void, or when nobody can say. */
  put(subject: string, ticket: string, kept: readonly Kept[]): Promise<boolean>;
  /**
   * Adds what was just written to its source, to a subject that is open; where it is not, whoever opens it reads that
   * there. Returns at once; whatever this process publishes after it arrives after it.
   */
  learn(subject: string, kept: readonly Kept[]): void;
  /** Forgets everything of a subject. False when that could not be done now; it is then done as soon as it can be. */
  drop(subject: string): Promise<boolean>;
};
