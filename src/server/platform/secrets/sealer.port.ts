/** Keeps secrets in the database in such a way that the database alone does not give them away. */
export type Sealer = {
  /** `context` says whose secret it is: sealed for one it does not open for another. */
  seal(secret: string, context: string): string;
  /** Null for what was not sealed here, was sealed for somebody else, or under a key that is gone. */
  open(sealed: string, context: string): string | null;
  /** True when it was sealed under a key that is not the newest: seal it again while the old key is still there. */
  isOld(sealed: string): boolean;
};
