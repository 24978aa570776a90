import { benchRouter } from "./maps/router.ts";

/* The embedded maps, part by part, each against what it is measured by. */

const PARTS = [benchRouter];

for (const part of PARTS) console.log(await part());
