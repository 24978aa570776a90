/*
 * What may stand in a log. Logs are read by many and kept for long: no secret, and nobody's name, address or number.
 * Fields are hidden by their names and text by what it looks like, wherever it came from: an error of the database
 * quotes what it was sent.
 */

const HIDDEN = "[hidden]";

/** Names of fields that hold a secret, or something of a person. */
const PRIVATE_FIELD =
  /password|secret|token|authorization|cookie|credential|phone|e-?mail|address|^(to|ip|notes?|items)$|(full|customer|driver|owner|business|vendor)Name$/i;

/** Text that is a secret or personal wherever it stands, and what stands there instead. */
const PRIVATE_TEXT: readonly (readonly [RegExp, string])[] = [
  [/:\/\/[^\s/@"']+@/g, `://${HIDDEN}@`],
  [/(?<![^\s"'<>()@,;:\\])[^\s"'<>()@,;:\\]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi, "[e-mail]"],
  [/\+\d[\d ()-]{5,}\d/g, "[phone]"],
  [/\bBearer\s+\S+/gi, `Bearer ${HIDDEN}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, "[token]"],
  // Links that are keys: of recipients, and of letters.
  [/(\/track\/)[^\s/?#"']+/g, `$1${HIDDEN}`],
  [/#[\w-]{32,}/g, `#${HIDDEN}`],
  [/([?&][\w.-]*(?:token|input|code|key|secret|password)[\w.-]*=)[^\s&"']+/gi, `$1${HIDDEN}`],
  [/dup key: \{.*?\}(?= |$)/gs, "dup key"],
  // As chance writes them, in letters of both kinds and digits; an id is hexadecimal.
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32,}/g, "[token]"],
];

/** Deeper and longer than any record of ours. */
const MAX_DEPTH = 8;
const MAX_CHARACTERS = 20_000;

function safeText(text: string): string {
  const short = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  return PRIVATE_TEXT.reduce((rest, [pattern, instead]) => rest.replaceAll(pattern, instead), short);
}

/** A copy of what is to be logged without what must not be. Errors become their type, message, stack and code. */
export function safeValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return safeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) return "[deep]";
  if (value instanceof Error) return safeError(value, depth);
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(item => safeValue(item, depth + 1));
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    PRIVATE_FIELD.test(name) && field !== null && field !== undefined ? HIDDEN : safeValue(field, depth + 1),
  ]);
  return Object.fromEntries(fields);
}

/** Nothing else that hangs on an error: libraries put requests and documents there. */
function safeError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const { code, codeName } = error as { code?: unknown; codeName?: unknown };
  return {
    type: name,
    message: safeText(message),
    stack: stack && safeText(stack),
    ...(code !== undefined && { code: safeValue(code, depth + 1) }),
    ...(codeName !== undefined && { codeName: safeValue(codeName, depth + 1) }),
    ...(cause !== undefined && { cause: safeValue(cause, depth + 1) }),
  };
}

/** Characters that show nothing, move the cursor or turn the text around; JSON leaves them as they are. */
const INVISIBLE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The same line of JSON, in which every such character is written as its number. */
export const visible = (json: string): string =>
  json.replace(INVISIBLE, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
