import type { Db } from "mongodb";
import type { Actor } from "../../../shared/auth/actor.ts";
import { given } from "../../platform/mongo/given.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { type EtaLogDoc, etaLogCollection } from "../eta/index.ts";
import { reportedOrders } from "./reports.policy.ts";
import { MAX_TIME_MS, type Period } from "./reports.repo.ts";

/** How many estimates of a kind erred by so many tenths of a minute, late or (negative) early. */
export type ErrorCount = { kind: EtaLogDoc["kind"]; tenths: number; count: number; covered: number };

/** Who forgets to press a button is not to decide how many groups there are: a day off is as bad as two. */
const WORST_TENTHS = 24 * 60 * 10;

export type EtaAccuracyRepo = ReturnType<typeof createEtaAccuracyRepo>;

export const createEtaAccuracyRepo = repository((db: Db) => {
  const log = db.collection<EtaLogDoc>(etaLogCollection.name);
  const tenths = { $round: [{ $divide: [{ $subtract: ["$outcomeAt", "$p50"] }, 6_000] }] };
  const isCovered = { $and: [{ $gte: ["$outcomeAt", "$p10"] }, { $lte: ["$outcomeAt", "$p90"] }] };

  return {
    /** The distribution of errors, by when parcels came: of a bounded size, however many estimates there were. */
    errors: (actor: Actor, { from, to, vendorId }: Period): Promise<ErrorCount[]> =>
      log
        .aggregate<ErrorCount>(
          [
            {
              $match: {
                $and: [reportedOrders(actor), given({ vendorId }), { outcomeAt: { $gte: from, $lt: to } }],
              },
            },
            {
              $group: {
                _id: { kind: "$kind", tenths: { $max: [-WORST_TENTHS, { $min: [WORST_TENTHS, tenths] }] } },
                count: { $sum: 1 },
                covered: { $sum: { $cond: [isCovered, 1, 0] } },
              },
            },
            { $project: { _id: 0, kind: "$_id.kind", tenths: "$_id.tenths", count: 1, covered: 1 } },
          ],
          { maxTimeMS: MAX_TIME_MS },
        )
        .toArray(),
  };
});
