/**
 * When something is told, in epoch milliseconds of the server. `asOf`: when it was so, once it cannot be heard or read
 * again, and by then it is judged, for what came after nobody here knows; null while it is of now.
 */
export type Moment = { nowMs: number; asOf: number | null };
