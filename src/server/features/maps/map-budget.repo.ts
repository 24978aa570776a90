import { type Db, MongoServerError } from "mongodb";
import type { MapCallKind } from "../../platform/maps/maps.port.ts";
import type { BudgetBook } from "../../platform/maps/remote/budget.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";

type BudgetDoc = {
  /** Day and kind. */
  _id: string;
  day: string;
  kind: MapCallKind;
  spent: number;
  /** Of the day's first call. */
  createdAt: Date;
};

/** Longer than any month that a bill is compared with. */
const KEPT_SECONDS = 62 * 86_400;
const DUPLICATE_KEY = 11_000;

export const mapBudgetsCollection: CollectionSpec = {
  name: "mapBudgets",
  indexes: [{ key: { createdAt: 1 }, options: { expireAfterSeconds: KEPT_SECONDS } }, { key: { day: 1 } }],
};

/** What all processes have spent; a unit is spent in one statement, so that two of them cannot spend the same one. */
export const createMapBudgetRepo = repository((db: Db): BudgetBook => {
  const budgets = db.collection<BudgetDoc>(mapBudgetsCollection.name);
  const idOf = (day: string, kind: MapCallKind) => `${day}:${kind}`;

  return {
    async spend(day, kind, units, most) {
      if (units > most) return null;
      const createdAt = new Date(`${day}T00:00:00.000Z`);
      const spending = () =>
        budgets.findOneAndUpdate(
          { _id: idOf(day, kind), spent: { $lte: most - units } },
          { $inc: { spent: units }, $setOnInsert: { day, kind, createdAt } },
          { upsert: true, returnDocument: "after" },
        );
      // Not found is either the day's first call or one too many: the document that is there then says which.
      const spent = await spending().catch(async error => {
        if (!isDuplicate(error)) throw error;
        return spending().catch(again => (isDuplicate(again) ? null : Promise.reject(again)));
      });
      return spent?.spent ?? null;
    },

    async refund(day, kind, units) {
      await budgets.updateOne({ _id: idOf(day, kind) }, { $inc: { spent: -units } });
    },

    async spentOn(day) {
      const docs = await budgets.find({ day }).toArray();
      return Object.fromEntries(docs.map(({ kind, spent }) => [kind, spent]));
    },
  };
});

const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;
