// Run by binary.ts as `bun download.ts <folder> <version>`: prints the path of the mongod it got.
import { DryMongoBinary, MongoBinary } from "mongodb-memory-server-core";
import { MongoBinaryDownloadUrl } from "mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl";

const REACHABLE_WITHIN_MS = 6_000;

const [downloadDir, version] = process.argv.slice(2);
if (!downloadDir || !version) throw new Error("usage: download.ts <folder> <version>");

const options = {
  ...(await DryMongoBinary.generateOptions({ downloadDir, version })),
  checkMD5: true,
};

try {
  const url = await new MongoBinaryDownloadUrl(options).getDownloadUrl();
  // Without this probe a machine that drops packets would hang here for minutes.
  const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
  if (!answer.ok) throw new Error(`the download site answered ${answer.status}`);
  console.log(await MongoBinary.download(options));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
