import { resolve } from "node:path";

/** Where an installation lives and listens: what can be checked before the full configuration can be parsed. */
interface Surroundings {
  root: string;
  host: string;
  port: number;
  dataDir: string;
  /** Undefined: the demo city. */
  mapDir: string | undefined;
  mongodbUrl: string | undefined;
}

/** Where the server listens and keeps its data unless the environment says otherwise. */
export const DEFAULTS = { host: "127.0.0.1", port: 3000, dataDir: ".medex" };

/** Reads just what `start` and `doctor` check, with the defaults of the configuration. */
export function surroundings(root: string, env: Readonly<Record<string, string | undefined>>): Surroundings {
  return {
    root,
    host: env.HOST || DEFAULTS.host,
    port: Number(env.PORT || DEFAULTS.port),
    dataDir: resolve(root, env.MEDEX_DATA_DIR || DEFAULTS.dataDir),
    mapDir: env.MEDEX_MAP_DIR ? resolve(root, env.MEDEX_MAP_DIR) : undefined,
    mongodbUrl: env.MONGODB_URL || undefined,
  };
}
