export { toCustodyExport } from "./custody.view.ts";
export { type CustodyFact, type CustodyRecorder, createCustodyRecorder } from "./recorder.ts";
