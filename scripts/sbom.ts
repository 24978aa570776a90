/*
 * `bun run sbom [FILE]`: writes what production ships as a CycloneDX 1.6 document, to the file or to standard output.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSbom } from "./supply-chain/sbom.ts";

const text = `${JSON.stringify(createSbom(join(import.meta.dir, "..")), null, 2)}\n`;
const [file] = process.argv.slice(2);
if (file) writeFileSync(file, text);
else process.stdout.write(text);
