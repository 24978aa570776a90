import { z } from "zod";

/** Length alone is required (OWASP ASVS 5.0, 6.2.1 and 6.2.9); the upper bound keeps hashing cheap. */
export const Password = z.string().min(10, "must be at least 10 characters").max(128);
