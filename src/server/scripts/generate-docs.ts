import { join } from "node:path";
import { CATALOGUE } from "../../shared/errors.ts";
import { toMermaid } from "../../shared/machine.ts";
import { orderMachine } from "../../shared/orders/order.machine.ts";
import { needsReason, STANDING_NAMES, STANDINGS, scopeOf } from "../../shared/permissions.ts";
import { Environment } from "../config.ts";
import { personalDataTable } from "../features/privacy/index.ts";
import { CAPS } from "../platform/limits/caps.ts";
import { RATE_CLASSES, TRIES } from "../platform/limits/rules.ts";
import { MAP_BUDGET, MAP_LIMITS } from "../platform/maps/map-limits.ts";
import { type Policy, rateClassOf } from "../trpc/init.ts";
import { READS } from "../trpc/reads.ts";
import { appRouter } from "../trpc/router.ts";

/*
 * Writes every page that the code knows better than a writer: bun run docs. A test fails when one is out of date.
 */
const ROOT = join(import.meta.dir, "../../..");

/** Path and text of each generated file. */
export async function generatedFiles(): Promise<Record<string, string>> {
  return {
    ".env.example": envExample(),
    "docs/errors.md": errorsPage(),
    "docs/authorization.md": authorizationPage(),
    "docs/limits.md": await withBlocks("docs/limits.md", {
      "rate limits": rateLimitTables(),
      caps: numbersTable("cap", CAPS),
    }),
    "docs/maps.md": await withBlocks("docs/maps.md", {
      "map limits": numbersTable("limit", MAP_LIMITS),
      "map budget": numbersTable("kind", MAP_BUDGET),
    }),
    "README.md": await withBlocks("README.md", {
      "order states": `\`\`\`mermaid\n${toMermaid(orderMachine)}\n\`\`\``,
    }),
    "docs/privacy.md": await withBlocks("docs/privacy.md", { "personal data": personalDataTable() }),
  };
}

/** Every variable with its meaning, commented out at its default. */
function envExample(): string {
  const entries = Object.entries(Environment.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined);
    const value = parsed.success && parsed.data !== undefined ? String(parsed.data) : "";
    return `# ${schema.description ?? ""}\n# ${name}=${value}`;
  });
  return `# Settings of MedEx Delivery. All have defaults: copy this to .env only to change one.\n\n${entries.join("\n\n")}\n`;
}

function errorsPage(): string {
  const rows = Object.entries(CATALOGUE).map(
    ([code, { http, text, wayOut }]) => `| \`${code}\` | ${http} | ${text} | ${wayOut} |`,
  );
  return `# Errors\n
Branch on \`data.appCode\`, never on the text. \`data.details\` fills the words in braces, and \`data.requestId\` is what
support asks for. Generated from \`src/shared/errors.ts\`.\n
| code | HTTP | what happened | what to do |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

type Definition = { _def: { type: "query" | "mutation" | "subscription"; meta?: Policy } };

const everyProcedure = (): [path: string, Definition][] =>
  Object.entries(appRouter._def.procedures as unknown as Record<string, Definition>);

function authorizationPage(): string {
  const rows = everyProcedure().map(
    ([path, { _def }]) => `| \`${path}\` | ${_def.type} | ${cellsOf(_def).join(" | ")} |`,
  );
  return `# Who may call what\n
*own*: what belongs to the caller, and a foreign id answers exactly as a missing one. *any*: everything. A dash: refused.
*says why*: with a \`reason\`, which [the audit log](decisions/0014-the-audit-log.md) keeps; \`tests/security/reasons.test.ts\`.
A business has *owners*, who run it, *dispatchers*, who move its orders, and *viewers*, who look on; a *user* is a customer.
Generated from the router and \`src/shared/permissions.ts\`; \`tests/security/authorization.test.ts\` calls every cell.\n
| procedure | kind | anybody | ${STANDING_NAMES.join(" | ")} |
| --- | --- | --- | ${STANDING_NAMES.map(() => "---").join(" | ")} |
${rows.join("\n")}

## What a reader sees of an order

| field | customer who made it | members of the business, administrator | driver |
| --- | --- | --- | --- |
| recipient's phone | yes | yes | only while the order is his and open |
| tracking link | yes | yes | no |
| driver's name | first name | full name | full name |
| driver's phone | no | yes | no |
| personal parts of [the chain of custody](custody.md) | his own, and what the order says | yes | his own, and what the order says |
| offers that were declined | no | yes | his own |

## Who learns that it was read

Everything that tells personal data of somebody else is written into [the audit log](decisions/0014-the-audit-log.md)
before it leaves. Generated from \`src/server/trpc/reads.ts\`; \`tests/security/reads.test.ts\` asks every row.

| asked | kept |
| --- | --- |
${readRows().join("\n")}
| \`/files/proofs/:id\` | who read, with the order |

The public tracking page knows no ids, no items, no phone but the vendor's, and no street number.
`;
}

const readRows = (): string[] =>
  Object.entries(READS).map(
    ([path, read]) =>
      `| \`${path}\` | ${typeof read === "string" ? `no: ${read}` : `who read, with the ${read.kind}`} |`,
  );

function cellsOf({ meta: policy, type }: Definition["_def"]): string[] {
  if (!policy) return ["none", ...STANDING_NAMES.map(() => "none")];
  if ("open" in policy) return [`yes: ${policy.open}`, ...STANDING_NAMES.map(() => "yes")];
  const { permission } = policy;
  return [
    "-",
    ...STANDING_NAMES.map(name => {
      const standing = STANDINGS[name];
      const why = type === "mutation" && needsReason(standing.role, permission) ? ", says why" : "";
      return `${scopeOf(standing, permission) ?? "-"}${why}`;
    }),
  ];
}

/** How often what may be called, with the procedures that each class holds. */
function rateLimitTables(): string {
  const pathsOf = (rateClass: string) =>
    everyProcedure()
      .filter(([, { _def }]) => rateClassOf(_def.type, _def.meta) === rateClass)
      .map(([path]) => `\`${path}\``)
      .join(" ");
  const classes = Object.entries(RATE_CLASSES).map(
    ([name, { what, account, address }]) =>
      `| \`${name}\` | ${what} | ${account} | ${address} | ${pathsOf(name)} |`,
  );
  const tries = Object.entries(TRIES).map(
    ([name, { what, quota }]) => `| \`${name}\` | ${quota} | ${what} |`,
  );
  return `| class | what | an account (\`-account\`) | an address (\`-address\`) | procedures |
| --- | --- | --- | --- | --- |
${classes.join("\n")}

| rule | quota | tries |
| --- | --- | --- |
${tries.join("\n")}`;
}

function numbersTable(of: string, table: Record<string, { most: number; what: string }>): string {
  const rows = Object.entries(table).map(([name, { most, what }]) => `| \`${name}\` | ${most} | ${what} |`);
  return `| ${of} | default | of |\n| --- | --- | --- |\n${rows.join("\n")}`;
}

/** A page of ours with what stands between the marks of its blocks replaced. */
async function withBlocks(path: string, blocks: Record<string, string>): Promise<string> {
  let text = await Bun.file(join(ROOT, path)).text();
  for (const [name, content] of Object.entries(blocks)) {
    const marks = new RegExp(`(<!-- generated: ${name} -->)[\\s\\S]*?(<!-- end -->)`);
    if (!marks.test(text)) throw new Error(`${path} has no place for ${JSON.stringify(name)}`);
    text = text.replace(marks, `$1\n\n${content}\n\n$2`);
  }
  return text;
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await generatedFiles())) await Bun.write(join(ROOT, path), text);
}
