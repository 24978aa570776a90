/** Turns passwords into hashes that are slow to guess, and checks them. */
export type Passwords = {
  /** The hash with its own parameters and salt in it, ready to be stored. */
  hash(password: string): Promise<string>;
  /** Null stands for an account that does not exist: false, after the same work as for one that does. */
  verify(hash: string | null, password: string): Promise<boolean>;
};
