import { z } from "zod";

/** One key a request that may be repeated; the same key and input give the same answer and one effect (24 hours). */
export const IdempotencyKey = z.string().regex(/^[A-Za-z0-9_.:-]{8,80}$/);
