/**
 * JSON in one form only: no spaces, keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes them
 * (RFC 8785, JSON Canonicalization Scheme). Throws TypeError for what such JSON cannot tell: undefined, functions,
 * numbers that are not finite, lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isRecord(value)) return scalar(value);
  // Without a comparison, toSorted() orders by UTF-16 code units: what section 3.2.3 asks for.
  const members = Object.keys(value)
    .toSorted()
    .map(key => `${scalar(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(",")}}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function scalar(value: unknown): string {
  const isTold =
    value === null ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value)) ||
    (typeof value === "string" && value.isWellFormed());
  if (!isTold)
    throw new TypeError(`${typeof value === "number" ? value : typeof value} has no canonical JSON`);
  return JSON.stringify(value);
}
