import { expect, test } from "bun:test";
import { QueryClient } from "@tanstack/react-query";
import {
  type KeptAnswers,
  keepAnswers,
  restoreAnswers,
} from "../../../../src/client/features/driver/phone/kept-answers.ts";

const WORK = [["assignments", "mine"], { type: "query" }];
const ME = [["drivers", "me"], { type: "query" }];
const TODAY = [["orders", "list"], { type: "query", input: { limit: 100 } }];

function aShelf(kept: KeptAnswers = {}) {
  const shelf = {
    kept,
    read: async () => shelf.kept,
    write: async (answers: KeptAnswers) => {
      shelf.kept = answers;
    },
  };
  return shelf;
}

test("the last answer of each kept procedure lies on the phone, with its time", async () => {
  const queries = new QueryClient();
  const shelf = aShelf();
  await keepAnswers(queries, shelf);
  queries.setQueryData(WORK, { items: ["one"] }, { updatedAt: 1_000 });
  queries.setQueryData(WORK, { items: ["two"] }, { updatedAt: 2_000 });
  queries.setQueryData(TODAY, { items: [] });
  expect(shelf.kept).toEqual({
    "assignments.mine": { queryKey: WORK, data: { items: ["two"] }, updatedAt: 2_000 },
  });
});

test("what this page has not read yet stays as it was kept", async () => {
  const queries = new QueryClient();
  const shelf = aShelf({ "assignments.mine": { queryKey: WORK, data: "work", updatedAt: 1_000 } });
  await keepAnswers(queries, shelf);
  queries.setQueryData(ME, "me", { updatedAt: 2_000 });
  expect(Object.keys(shelf.kept)).toEqual(["assignments.mine", "drivers.me"]);
});

test("a failed read keeps what was known, and nothing is kept once it has stopped", async () => {
  const queries = new QueryClient();
  const shelf = aShelf();
  const stop = await keepAnswers(queries, shelf);
  queries.setQueryData(WORK, "known", { updatedAt: 1_000 });
  await queries
    .fetchQuery({ queryKey: WORK, queryFn: () => Promise.reject(new Error("no network")), retry: false })
    .catch(() => {});
  stop();
  queries.setQueryData(WORK, "later", { updatedAt: 2_000 });
  expect(shelf.kept["assignments.mine"]?.data).toBe("known");
});

test("restored answers are as old as they are, and never replace a newer one", () => {
  const queries = new QueryClient();
  queries.setQueryData(ME, "just read");
  restoreAnswers(queries, {
    "assignments.mine": { queryKey: WORK, data: "work", updatedAt: 1_000 },
    "drivers.me": { queryKey: ME, data: "old", updatedAt: 1_000 },
  });
  expect(queries.getQueryState(WORK)).toMatchObject({ data: "work", dataUpdatedAt: 1_000 });
  expect(queries.getQueryData<string>(ME)).toBe("just read");
});
