import { Environment } from "../config.ts";

/** `.env.example`: every variable with its meaning, commented out at its default. */
export function envExample(): string {
  const entries = Object.entries(Environment.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined);
    const value = parsed.success && parsed.data !== undefined ? String(parsed.data) : "";
    return `# ${schema.description ?? ""}\n# ${name}=${value}`;
  });
  return `# Settings of MedEx Delivery. All have defaults: a copy of this file as .env is only needed to change one.\n\n${entries.join("\n\n")}\n`;
}

if (import.meta.main) await Bun.write(".env.example", envExample());
