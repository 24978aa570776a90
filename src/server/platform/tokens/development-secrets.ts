import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TokenSecret, TokenSecrets } from "./token-secrets.ts";

/** A signing key for development, made once and kept in the data folder, so that a restart signs nobody out. */
export function developmentSecrets(dataDir: string, makeSecret: () => string): TokenSecret[] {
  const file = join(dataDir, "development-token-secrets");
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `dev:${makeSecret()}`, { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return TokenSecrets.parse(readFileSync(file, "utf8"));
}
