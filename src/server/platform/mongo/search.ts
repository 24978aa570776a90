/** What has a meaning in a pattern of MongoDB's (PCRE); `RegExp.escape` writes escapes that it does not know. */
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/** A case-insensitive "contains" filter for text a person typed; nothing in it acts as a pattern. */
export const contains = (text: string): { $regex: string; $options: "i" } => ({
  $regex: text.replaceAll(SPECIAL, "\\$&"),
  $options: "i",
});
