import type { Db } from "mongodb";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";

/** A process that the others cannot hear; by the clock of the database, which is the same for all of them. */
type MuteProcessDoc = { _id: string; until: Date };

export const muteProcessesCollection: CollectionSpec = {
  name: "muteProcesses",
  indexes: [{ key: { until: 1 }, options: { expireAfterSeconds: 0 } }],
};

export type MutesRepo = ReturnType<typeof createMutesRepo>;

export const createMutesRepo = repository((db: Db) => {
  const mutes = db.collection<MuteProcessDoc>(muteProcessesCollection.name);
  return {
    /** Says of a process that it cannot be heard, for so long. */
    async declare(processId: string, forMs: number): Promise<void> {
      await mutes.updateOne({ _id: processId }, [{ $set: { until: { $add: ["$$NOW", forMs] } } }], {
        upsert: true,
      });
    },

    async withdraw(processId: string): Promise<void> {
      await mutes.deleteOne({ _id: processId });
    },

    /** True when another process cannot be heard now. */
    areThereBeside: async (processId: string): Promise<boolean> =>
      (await mutes.findOne({ _id: { $ne: processId }, $expr: { $gt: ["$until", "$$NOW"] } })) !== null,
  };
});
