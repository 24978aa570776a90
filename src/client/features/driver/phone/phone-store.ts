import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Me } from "../../../../shared/auth/auth.schema.ts";
import type { OrderId } from "../../../../shared/ids.ts";
import type { FixStore } from "./fix-outbox.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import type { OutboxStore, Refusal } from "./outbox.ts";
import type { NewAction, QueuedAction } from "./queued-action.ts";
import type { HandedOver } from "./run.ts";
import type { Fix } from "./sampling.ts";

/** Proof that is being gathered for one order. Saved before the camera opens: the page may not survive it. */
export type ProofDraft = {
  orderId: OrderId;
  photo: Blob | null;
  signature: Blob | null;
  /** Who signed, when the name was typed. */
  signedBy: string;
};

interface PhoneSchema extends DBSchema {
  actions: { key: number; value: Omit<QueuedAction, "seq"> & { seq?: number } };
  refusals: { key: number; value: Refusal };
  drafts: { key: string; value: ProofDraft };
  fixes: { key: number; value: Fix };
  /**
   * `me`: whose data lies here. `run`: what was handed over since the driver last had nothing to do. `answers`: what
   * the service said last.
   */
  notes: { key: "me" | "run" | "answers"; value: unknown };
}

const DATABASE = "medex.driver";
const STORES = ["actions", "refusals", "drafts", "fixes", "notes"] as const;
/** About seven hours of driving without network. */
const MOST_FIXES = 5_000;

/**
 * What this phone keeps of one driver, in IndexedDB. Opening it for another driver wipes what the one before left.
 * Throws when the browser lets nothing be kept (private mode of some).
 */
export async function openPhoneStore(me: Me) {
  const db = await open();
  if ((await readMe(db))?.id !== me.id) await wipe(db);
  await db.put("notes", me, "me");
  return {
    outbox: outboxIn(db),
    fixes: fixesIn(db),
    drafts: {
      find: (orderId: OrderId) => db.get("drafts", orderId),
      save: async (draft: ProofDraft): Promise<void> => void (await db.put("drafts", draft)),
      remove: (orderId: OrderId) => db.delete("drafts", orderId),
    },
    run: {
      read: async () => ((await db.get("notes", "run")) ?? []) as HandedOver[],
      write: async (run: readonly HandedOver[]): Promise<void> => void (await db.put("notes", run, "run")),
    },
    answers: {
      read: () => readAnswers(db),
      write: async (answers: KeptAnswers): Promise<void> => void (await db.put("notes", answers, "answers")),
    },
    wipe: () => wipe(db),
    close: () => db.close(),
  };
}

/** Whose phone this is and what the service last told him; null when nothing is kept. */
export async function readKeptCourier(): Promise<{ me: Me; answers: KeptAnswers } | null> {
  const db = await open();
  try {
    const me = await readMe(db);
    return me && { me, answers: await readAnswers(db) };
  } finally {
    db.close();
  }
}

const open = () =>
  openDB<PhoneSchema>(DATABASE, 1, {
    upgrade: fresh => {
      fresh.createObjectStore("actions", { keyPath: "seq", autoIncrement: true });
      fresh.createObjectStore("refusals", { keyPath: "seq" });
      fresh.createObjectStore("drafts", { keyPath: "orderId" });
      fresh.createObjectStore("fixes", { autoIncrement: true });
      fresh.createObjectStore("notes");
    },
  });

const readMe = async (db: IDBPDatabase<PhoneSchema>) => ((await db.get("notes", "me")) ?? null) as Me | null;

const readAnswers = async (db: IDBPDatabase<PhoneSchema>) =>
  ((await db.get("notes", "answers")) ?? {}) as KeptAnswers;

async function wipe(db: IDBPDatabase<PhoneSchema>): Promise<void> {
  const transaction = db.transaction(STORES, "readwrite");
  await Promise.all([...STORES.map(name => transaction.objectStore(name).clear()), transaction.done]);
}

function outboxIn(db: IDBPDatabase<PhoneSchema>): OutboxStore {
  return {
    queue: async () => (await db.getAll("actions")) as QueuedAction[],
    append: async (actions: readonly NewAction[]) => {
      const transaction = db.transaction("actions", "readwrite", { durability: "strict" });
      for (const action of actions) await transaction.store.add({ ...action, attempts: 0 });
      await transaction.done;
    },
    markAttempt: async seq => {
      const transaction = db.transaction("actions", "readwrite");
      const action = await transaction.store.get(seq);
      if (action) await transaction.store.put({ ...action, attempts: action.attempts + 1 });
      await transaction.done;
    },
    remove: async seqs => {
      const transaction = db.transaction("actions", "readwrite");
      for (const seq of seqs) await transaction.store.delete(seq);
      await transaction.done;
    },
    refusals: () => db.getAll("refusals"),
    refuse: async (refusal, fallen) => {
      const transaction = db.transaction(["actions", "refusals"], "readwrite");
      for (const seq of fallen) await transaction.objectStore("actions").delete(seq);
      await transaction.objectStore("refusals").put(refusal);
      await transaction.done;
    },
    dismiss: seq => db.delete("refusals", seq),
  };
}

function fixesIn(db: IDBPDatabase<PhoneSchema>): FixStore {
  return {
    keep: async fix => {
      const transaction = db.transaction("fixes", "readwrite");
      await transaction.store.add(fix);
      let surplus = (await transaction.store.count()) - MOST_FIXES;
      for (
        let cursor = surplus > 0 ? await transaction.store.openCursor() : null;
        cursor && surplus > 0;
        surplus--
      ) {
        await cursor.delete();
        cursor = await cursor.continue();
      }
      await transaction.done;
    },
    oldest: async limit => {
      const found = [];
      let cursor = await db.transaction("fixes").store.openCursor();
      while (cursor && found.length < limit) {
        found.push({ key: cursor.primaryKey, fix: cursor.value });
        cursor = await cursor.continue();
      }
      return found;
    },
    drop: async keys => {
      const transaction = db.transaction("fixes", "readwrite");
      for (const key of keys) await transaction.store.delete(key);
      await transaction.done;
    },
  };
}
