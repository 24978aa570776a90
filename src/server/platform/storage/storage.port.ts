/** Where files are kept. Keys look like `proofs/2026/11/<uuid>.jpg`. */
export type Storage = {
  /** Stores all of the bytes or nothing; the answer comes when they are safe. Errors: STORAGE_UNAVAILABLE. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or null when there is no such file. */
  get(key: string): Promise<Uint8Array | null>;
  /** Every file that is kept, also those that a crash left half written, and when it was written last. */
  list(): AsyncIterable<{ key: string; modifiedAt: Date }>;
  /** Removes a file; a missing one is no error. */
  remove(key: string): Promise<void>;
};
