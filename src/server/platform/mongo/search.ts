/** A case-insensitive "contains" filter for text a person typed; nothing in it acts as a pattern. */
export const contains = (text: string): { $regex: string; $options: "i" } => ({
  $regex: RegExp.escape(text),
  $options: "i",
});
