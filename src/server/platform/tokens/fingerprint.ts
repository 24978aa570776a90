/** What is stored of a random secret of 112 bits or more: SHA-256 is enough for those (OWASP ASVS 5.0, 6.5.2). */
export const fingerprint = (secret: string): string =>
  new Bun.CryptoHasher("sha256").update(secret).digest("base64url");
