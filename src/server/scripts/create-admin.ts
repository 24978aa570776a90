import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { Password } from "../../shared/auth/password.schema.ts";
import { DomainError, describe } from "../../shared/errors.ts";
import { Email, line } from "../../shared/text.ts";
import { parseConfig } from "../config.ts";
import { createDeps } from "../deps.ts";
import { describeStartupProblem, StartupProblem } from "../platform/startup/startup-problem.ts";

/*
 * Lets the first administrator in: bun run create-admin --email you@example.org --name "Your Name"
 * The password is read from MEDEX_ADMIN_PASSWORD, so that it stands in no list of processes.
 */
const Input = z.object({ email: Email, fullName: line(2, 120), password: Password });

async function createAdmin(): Promise<void> {
  const { values } = parseArgs({ options: { email: { type: "string" }, name: { type: "string" } } });
  const input = Input.safeParse({
    email: values.email,
    fullName: values.name,
    password: process.env.MEDEX_ADMIN_PASSWORD,
  });
  if (!input.success) {
    throw new StartupProblem({
      problem: "the administrator was not created.",
      meaning: z.prettifyError(input.error),
      wayOut: ['MEDEX_ADMIN_PASSWORD=… bun run create-admin --email you@example.org --name "Your Name"'],
    });
  }
  const config = parseConfig(join(import.meta.dir, "../../.."), process.env);
  await using deps = await createDeps({ ...config, logLevel: "warn" }, process.env);
  const admin = await deps.services.users.createAdmin(input.data);
  console.log(`${admin.fullName} <${admin.email}> can sign in as an administrator.`);
}

try {
  await createAdmin();
} catch (error) {
  if (error instanceof StartupProblem) console.error(describeStartupProblem(error));
  else if (error instanceof DomainError) console.error(describe(error.code, error.details).text);
  else throw error;
  process.exitCode = 1;
}
process.exit();
