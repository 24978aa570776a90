/** The only source of chance. */
export type Ids = {
  /** A UUID that sorts by time of creation (RFC 9562, version 7). */
  uuid(): string;
  /** `ORD-` and eight random digits; the caller retries when it is taken. */
  orderNumber(): string;
  /** `bytes` bytes of CSPRNG as base64url. */
  token(bytes: number): string;
};
