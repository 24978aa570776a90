import { generatedOnce } from "../startup/generated-once.ts";
import { CustodyKeys, type SigningKey } from "./custody-keys.ts";

/** A custody key for development, made once and kept in the data folder; `makeSeed` gives 32 bytes as base64url. */
export const developmentKeys = (dataDir: string, makeSeed: () => string): SigningKey[] =>
  CustodyKeys.parse(generatedOnce(dataDir, "development-custody-keys", () => `dev:${makeSeed()}`));
