/** What has a meaning in a pattern of MongoDB's (PCRE); `RegExp.escape` writes escapes that it does not know. */
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/** A case-insensitive "contains" filter for text a person typed; nothing in it acts as a pattern. */
export const contains = (text: string): { $regex: string; $options: "i" } => ({
  $regex: text.replaceAll(SPECIAL, "\\$&"),
  $options: "i",
});

/**
 * The source of a pattern, for MongoDB and for `u` of JavaScript, of a text that stands by itself: "a@x.test" is not in
 * "ba@x.test", and "Al" is not in "Alma".
 */
export function standingAlone(text: string): string {
  const before = text.includes("@") ? String.raw`(?<![\p{L}\p{N}._'+-])` : String.raw`(?<![\p{L}\p{N}])`;
  const after = text.includes("@") ? String.raw`(?!-|\.?[\p{L}\p{N}])` : String.raw`(?![\p{L}\p{N}])`;
  return before + text.replaceAll(SPECIAL, "\\$&") + after;
}
