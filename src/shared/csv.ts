export type Cell = string | number | boolean | null;

/**
 * Where a spreadsheet would begin a formula (OWASP, CSV Injection): at the start of a cell, also behind a semicolon,
 * which separates cells where the comma is for decimals.
 */
const FORMULA = /^(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])|;(?=\s*["']?[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Rows as comma-separated values (RFC 4180): CRLF, quotes doubled. Text that a spreadsheet would run as a formula
 * gets an apostrophe in front; numbers stay numbers.
 */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map(row => `${row.map(toField).join(",")}\r\n`).join("");

function toField(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "string" ? cell.replaceAll(FORMULA, "$&'") : String(cell);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
