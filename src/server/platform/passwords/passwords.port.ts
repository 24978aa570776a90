/** Turns passwords into hashes that are slow to guess, and checks them. */
export type Passwords = {
  /** The hash with its own parameters and salt in it, ready to be stored. */
  hash(password: string): Promise<string>;
  /** Null stands for an account that does not exist: false, after the same work as for one that does. */
  verify(hash: string | null, password: string): Promise<boolean>;
};

/** What a guesser who knows the account tries first. */
export type PasswordOwner = { email: string; fullName: string };

/** Passwords that are looked at before they are taken. */
export type CheckedPasswords = Pick<Passwords, "verify"> & {
  /** Errors: PASSWORD_TOO_COMMON. */
  hash(password: string, owner: PasswordOwner): Promise<string>;
};
