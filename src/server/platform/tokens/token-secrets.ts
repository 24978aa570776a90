import { z } from "zod";

/** A signing key: `kid` travels in the token, so that keys can be changed without signing everybody out. */
export type TokenSecret = { kid: string; secret: string };

const Pair = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}:.{32,}$/, "must be `kid:secret` with a secret of at least 32 characters")
  .transform(pair => {
    const colon = pair.indexOf(":");
    return { kid: pair.slice(0, colon), secret: pair.slice(colon + 1) };
  });

/** `kid:secret` pairs separated by commas, newest first: the first signs, all of them verify. */
export const TokenSecrets = z
  .string()
  .transform(text => text.split(",").map(pair => pair.trim()))
  .pipe(z.array(Pair).min(1))
  .refine(
    secrets => new Set(secrets.map(({ kid }) => kid)).size === secrets.length,
    "names a kid more than once",
  );

/** The newest secret, which signs. */
export function newestOf([newest]: readonly TokenSecret[]): TokenSecret {
  if (!newest) throw new Error("At least one token secret is needed");
  return newest;
}
