/** So many points for each key in a window that begins with the first of them. */
export type Rule = { name: string; points: number; windowSeconds: number };

/** Where a key stands after a point was asked for. */
export type Standing = {
  rule: Rule;
  isWithin: boolean;
  remaining: number;
  /** Until the window ends and the key has all its points again. */
  resetMs: number;
};

/** Counts who does what how often. Never rejects: whoever counts has an answer at hand when others are silent. */
export type Limiter = {
  /** Takes a point, also when none is left. */
  take(rule: Rule, key: string): Promise<Standing>;
  /** Gives the key all its points again. */
  forgive(rule: Rule, key: string): Promise<void>;
};
