/**
 * Run as a program: `map-builder.program.ts <extract.osm.pbf> <hash of the extract> <index.sqlite> <streets.graph>`.
 * A process of its own, because parsing an extract takes far more memory than what comes of it does, and a process
 * gives all of it back.
 */
import { readExtract } from "./extract-reader.ts";
import { writeIndex } from "./geocoding/index.ts";
import { buildGraph } from "./streets/graph-builder.ts";
import { writeGraph } from "./streets/graph-file.ts";
import { adviceOn } from "./streets/graph-report.ts";

const [extractPath, source, indexPath, graphPath] = process.argv.slice(2);
if (!extractPath || !source || !indexPath || !graphPath)
  throw new Error("usage: map-builder.program.ts <extract.osm.pbf> <hash> <index.sqlite> <streets.graph>");

const { gazetteer, network } = readExtract(extractPath);
const { addresses, streets, places } = writeIndex(gazetteer, indexPath);
const { graph, report } = buildGraph(network);
await writeGraph(graphPath, { graph, source, report });

const { car, bike } = report.kilometers;
console.log(`Found ${car.toFixed(1)} km of streets for cars and ${bike.toFixed(1)} km for bicycles`);
for (const advice of adviceOn(report)) console.log(advice);
console.log(`Indexed ${addresses} addresses, ${streets} streets and ${places} places`);
