import type { Me } from "../../../../shared/auth/auth.schema.ts";
import type { Connection } from "../../../app/connection.ts";
import { restoreAnswers } from "./kept-answers.ts";
import { readKeptCourier } from "./phone-store.ts";

/**
 * The courier who goes on working on this phone while the service cannot be reached, with the work that he last saw;
 * null when he has signed out, when somebody else was here after him, or when nothing was kept.
 */
export async function presumeCourier(connection: Connection): Promise<Me | null> {
  const kept = await readKeptCourier();
  if (!kept || !connection.presume(kept.me.id)) return null;
  restoreAnswers(connection.queries, kept.answers);
  return kept.me;
}
