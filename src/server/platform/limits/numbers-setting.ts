import { z } from "zod";

/** What may be set to which whole number by default, and what it is. */
type NumbersTable = Record<string, { most: number; least?: number; what: string }>;

/** The defaults of a table. */
export const defaultsOf = <Table extends NumbersTable>(table: Table): Record<keyof Table, number> =>
  Object.fromEntries(Object.entries(table).map(([name, { most }]) => [name, most])) as Record<
    keyof Table,
    number
  >;

/** `sockets=5000, batch-calls=10`: what differs from the defaults of a table. */
export const numbersSetting = <Table extends NumbersTable>(table: Table) =>
  z.string().transform((text, context) => {
    const numbers: Record<string, number> = defaultsOf(table);
    for (const entry of text.split(",")) {
      const [name = "", number = ""] = entry.split("=").map(part => part.trim());
      const known = Object.hasOwn(table, name) ? table[name] : undefined;
      const least = known?.least ?? 1;
      if (!known) {
        const message = `knows no ${JSON.stringify(name)}; it knows ${Object.keys(table).join(", ")}`;
        context.addIssue({ code: "custom", message });
      } else if (/^(0|[1-9]\d{0,8})$/.test(number) && Number(number) >= least) numbers[name] = Number(number);
      else context.addIssue({ code: "custom", message: `${name} must be a whole number from ${least}` });
    }
    return numbers as Record<keyof Table, number>;
  });
