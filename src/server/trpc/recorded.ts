import type { Actor } from "../../shared/auth/actor.ts";
import type { AuditService } from "../features/audit/index.ts";
import { readAt } from "./reads.ts";
import { stream } from "./stream.ts";

type Asked = { audit: AuditService; actor: Actor; path: string; input: unknown };

/**
 * The answer of a query or a subscription, once the audit log knows who reads whose data; of a subscription its first
 * message waits. A procedure that the table of reads does not know cannot be asked. Errors: AUDIT_UNAVAILABLE.
 */
export async function recorded(asked: Asked, answer: unknown): Promise<unknown> {
  if (isStream(answer)) return stream(recordedStream(asked, answer));
  await record(asked, answer);
  return answer;
}

async function* recordedStream(asked: Asked, messages: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  let isRecorded = false;
  for await (const message of messages) {
    if (!isRecorded) await record(asked, message);
    isRecorded = true;
    yield message;
  }
}

async function record({ audit, actor, path, input }: Asked, answer: unknown): Promise<void> {
  const read = readAt(path);
  if (read === undefined) throw new Error(`${path} has no row in the table of reads`);
  if (typeof read === "string") return;
  const subjects = read.subjectsOf(answer, input);
  await audit.read(actor, { action: `read.${path}`, kind: read.kind, subjects });
}

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;
