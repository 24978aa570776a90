import type { Policy } from "../../src/server/trpc/init.ts";
import { appRouter } from "../../src/server/trpc/router.ts";
import type { Actor } from "../../src/shared/auth/actor.ts";
import { needsReason } from "../../src/shared/permissions.ts";
import type { Role } from "../../src/shared/users/user.schema.ts";
import type { TestApp } from "../support/harness.ts";
import { INPUTS } from "./inputs.ts";
import type { Belongings } from "./world.ts";

export type Procedure = {
  path: string;
  type: "query" | "mutation" | "subscription";
  policy: Policy | undefined;
};

type Definition = { _def: { type: Procedure["type"]; meta?: Policy } };

/** Every procedure that the router has, with what it declares of itself. */
export const procedures: Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, Definition>,
).map(([path, { _def }]) => ({ path, type: _def.type, policy: _def.meta }));

export function procedureAt(path: string): Procedure {
  const found = procedures.find(known => known.path === path);
  if (!found) throw new Error(`There is no procedure ${path}`);
  return found;
}

/** What the procedure is asked as `role`: administrators say why they change what is another's. */
export function inputFor({ path, type, policy }: Procedure, role: Role, of: Belongings): unknown {
  const input = INPUTS[path]?.(of);
  const isAsked =
    type === "mutation" && policy && "permission" in policy && needsReason(role, policy.permission);
  return isAsked ? { reason: "Asked by the owner", ...(input as object) } : input;
}

export type Outcome = { code: string; message: string; details: unknown } | "allowed";

type AnyApi = Record<string, Record<string, (input: unknown) => Promise<unknown>>>;

/** Calls a procedure through its guards; a refusal is answered as its code. */
export async function answerOf(
  app: TestApp,
  actor: Actor | null,
  path: string,
  input: unknown,
): Promise<unknown> {
  const [slice = "", name = ""] = path.split(".");
  const call = (app.as(actor) as unknown as AnyApi)[slice]?.[name];
  if (!call) throw new Error(`There is no procedure ${path}`);
  return call(input).catch((error: unknown) => refusalOf(error).code);
}

/** Calls a procedure through its guards and answers how it was refused; a subscription is asked for one message. */
export async function attempt(
  app: TestApp,
  actor: Actor | null,
  path: string,
  input: unknown,
): Promise<Outcome> {
  const [slice = "", name = ""] = path.split(".");
  try {
    const call = (app.as(actor) as unknown as AnyApi)[slice]?.[name];
    if (!call) throw new Error(`There is no procedure ${path}`);
    const answer = await call(input);
    if (isStream(answer)) await first(answer);
    return "allowed";
  } catch (error) {
    return refusalOf(error);
  }
}

const isStream = (answer: unknown): answer is AsyncGenerator =>
  typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;

async function first(stream: AsyncGenerator): Promise<void> {
  await stream.next();
  await stream.return(undefined);
}

function refusalOf(error: unknown): Exclude<Outcome, "allowed"> {
  const cause = error instanceof Error ? error.cause : null;
  if (cause instanceof Error && "code" in cause && "details" in cause) {
    return { code: String(cause.code), message: cause.message, details: cause.details };
  }
  throw error;
}
