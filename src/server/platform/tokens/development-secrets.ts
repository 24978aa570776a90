import { generatedOnce } from "../startup/generated-once.ts";
import { type TokenSecret, TokenSecrets } from "./token-secrets.ts";

/** A signing key for development, made once and kept in the data folder, so that a restart signs nobody out. */
export const developmentSecrets = (dataDir: string, makeSecret: () => string): TokenSecret[] =>
  TokenSecrets.parse(generatedOnce(dataDir, "development-token-secrets", () => `dev:${makeSecret()}`));
