import { findMongod, type MongodSearch } from "./binary.ts";
import { type EmbeddedMongod, startEmbeddedMongod } from "./process.ts";

interface MongoSource extends AsyncDisposable {
  url: string;
  /** The database that runs under this process, or null when the operator gave one by MONGODB_URL. */
  embedded: EmbeddedMongod | null;
}

/**
 * The replica set to use: the operator's, or an embedded one started in `dataDir` and stopped on disposal.
 * Throws StartupProblem when there is none to be had.
 */
export async function ensureMongod(options: {
  mongodbUrl?: string | undefined;
  dataDir: string;
  search: MongodSearch;
  report: (line: string) => void;
}): Promise<MongoSource> {
  if (options.mongodbUrl)
    return { url: options.mongodbUrl, embedded: null, async [Symbol.asyncDispose]() {} };
  const { path } = await findMongod(options.search, options.report);
  const embedded = await startEmbeddedMongod({ dataDir: options.dataDir, binary: path });
  return { url: embedded.url, embedded, [Symbol.asyncDispose]: () => embedded[Symbol.asyncDispose]() };
}
