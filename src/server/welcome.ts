import type { Config } from "./config.ts";
import { COLLEAGUES, DEMO_PASSWORD, type DemoWorld, LOGINS } from "./features/demo/index.ts";

type Row = readonly [what: string, where: string, who?: string];

/** What the person who typed the start command reads: where to go, who to be, where the data lies, how to stop. */
export function welcome(config: Config, world: DemoWorld | null): string {
  const { publicUrl, dataDir, demo, mapDir, isProduction } = config;
  const lines = world ? demoLines(publicUrl, world, demo) : plainLines(publicUrl);
  // Who looks for the demo's accounts here is told why there are none, and how to get one.
  if (mapDir && !world && !isProduction) lines.push("", ...OTHER_CITY);
  return `\n${["MedEx Delivery is running.", "", ...lines, "", `Data     ${dataDir}`, "Stop     Ctrl+C"].map(indented).join("\n")}\n`;
}

function demoLines(url: string, world: DemoWorld, mode: Config["demo"]): string[] {
  const rows: Row[] = [
    ["Vendor", `${url}/`, LOGINS.vendor],
    ["Driver", `${url}/driver`, LOGINS.driver],
    ["Customer", `${url}/`, LOGINS.customer],
    ["Administrator", `${url}/`, LOGINS.admin],
  ];
  if (world.trackingToken) rows.push(["Tracking", `${url}/track/${world.trackingToken}`]);
  return [
    ...table(rows),
    "",
    `The password of all four is  ${DEMO_PASSWORD}`,
    `and of the vendor's colleagues  ${COLLEAGUES.dispatcher}, ${COLLEAGUES.viewer}`,
    mode === "live"
      ? "Simulated drivers and customers are at work. Without them: MEDEX_DEMO=seed; without any demo: MEDEX_DEMO=off"
      : "Nobody moves by itself. With simulated drivers: MEDEX_DEMO=live; without any demo: MEDEX_DEMO=off",
  ];
}

const OTHER_CITY = [
  "Without the demo world, which is at home in another city. Stopped, it lets the first administrator in by",
  '  MEDEX_ADMIN_PASSWORD=… bun run create-admin --email you@example.org --name "Your Name"',
];

const plainLines = (url: string): string[] => [
  ...table([
    ["Vendor, customer, administrator", `${url}/`],
    ["Driver", `${url}/driver`],
  ]),
];

/** Columns as wide as their widest cell. */
function table(rows: readonly Row[]): string[] {
  const whatWidth = Math.max(...rows.map(([what]) => what.length));
  const whereWidth = Math.max(...rows.filter(([, , who]) => who).map(([, where]) => where.length), 0);
  return rows.map(([what, where, who]) =>
    `${what.padEnd(whatWidth)}  ${who ? `${where.padEnd(whereWidth)}  ${who}` : where}`.trimEnd(),
  );
}

const indented = (line: string): string => (line ? `  ${line}` : "");
