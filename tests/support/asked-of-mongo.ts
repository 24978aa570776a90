import type { CommandStartedEvent, CommandSucceededEvent, MongoClient } from "mongodb";

/** `returned` counts the documents of its first batch. */
type Asked = { command: string; collection: string; returned: number };

/** What the database is asked through this client while the work is done, its connection with `monitorCommands=true`. */
export async function askedOfMongo(client: MongoClient, work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = [];
  const collections = new Map<number, string>();
  const began = ({ requestId, commandName, command }: CommandStartedEvent) =>
    collections.set(requestId, String(command[commandName]));
  const ended = ({ requestId, commandName, reply }: CommandSucceededEvent) => {
    const { cursor } = reply as { cursor?: { firstBatch?: unknown[] } };
    asked.push({
      command: commandName,
      collection: collections.get(requestId) ?? "",
      returned: cursor?.firstBatch?.length ?? 0,
    });
  };
  client.on("commandStarted", began).on("commandSucceeded", ended);
  try {
    await work();
  } finally {
    client.off("commandStarted", began).off("commandSucceeded", ended);
  }
  return asked;
}
