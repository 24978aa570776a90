export { toCustodyExport } from "./custody.view.ts";
export { type CustodyFact, type CustodyRecorder, createCustodyRecorder, type FixOf } from "./recorder.ts";
