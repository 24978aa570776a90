import { printEstimates } from "./maps/estimates.ts";
import { printEta } from "./maps/eta.ts";
import { printGeocoder } from "./maps/geocoder.ts";
import { printRouter } from "./maps/router.ts";

/* Maps, part by part, each against what it is measured by. */

await printRouter();
await printEstimates();
await printGeocoder();
await printEta();
