export { createGroupedCalls } from "./grouped-calls.ts";
