export { createJoinedReads } from "./joined-reads.ts";
