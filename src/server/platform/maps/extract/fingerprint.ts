import { extractProblem } from "./extract-problem.ts";

/** SHA-256 of a file, in hexadecimal. Throws StartupProblem when it cannot be read. */
export async function fingerprint(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  try {
    for await (const chunk of Bun.file(path).stream()) hasher.update(chunk);
  } catch (cause) {
    throw extractProblem(path, "unreadable", "", cause);
  }
  return hasher.digest("hex");
}
