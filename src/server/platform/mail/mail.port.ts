/** A letter to one person, in plain text and, if it helps, in HTML. */
export type Letter = { to: string; subject: string; text: string; html?: string };

/**
 * What became of a letter. `refused`: it will never be taken, trying again is useless. `later`: nobody knows yet, try
 * again. `reason` names no person.
 */
export type Delivery = { outcome: "sent" } | { outcome: "refused" | "later"; reason: string };

/** Hands letters to who delivers them. Never throws. */
export type Mail = {
  /** `id` stays the same when a letter is handed over again, so that the receiving side can recognise it. */
  send(letter: Letter & { id: string }): Promise<Delivery>;
};
