import { expect, test } from "bun:test";
import { testDatabase } from "../../support/mongo.ts";

test("writes are acknowledged by the majority and its journal, and transactions work", async () => {
  await using mongo = await testDatabase("connect");
  expect(mongo.client.options.writeConcern).toMatchObject({ w: "majority", journal: true });
  const notes = mongo.db.collection<{ _id: string }>("notes");
  await mongo.client.withSession(session =>
    session.withTransaction(async () => {
      await notes.insertOne({ _id: "a" }, { session });
      await notes.insertOne({ _id: "b" }, { session });
    }),
  );
  expect(await notes.countDocuments()).toBe(2);
});

test("each test database is its own and is gone afterwards", async () => {
  const first = await testDatabase("own");
  await first.db.collection("x").insertOne({});
  await using second = await testDatabase("own");
  expect(second.name).not.toBe(first.name);
  expect(await second.db.collection("x").countDocuments()).toBe(0);
  await first[Symbol.asyncDispose]();
  const { databases } = await second.client.db("admin").admin().listDatabases();
  expect(databases.map(database => database.name)).not.toContain(first.name);
});
