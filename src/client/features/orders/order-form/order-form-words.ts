/** What is missing, by field, in the words of the form; a schema's own sentence stands for what is not listed. */
const WORDS: Record<string, string> = {
  "delivery.address": "Type the address and choose it from the list",
  customerName: "Type the name of the person who takes the parcel",
  customerPhone: "Type a telephone number such as +358 40 123 4567",
  items: "Add at least one item, at most 50",
  "items.name": "Say what it is",
  "items.quantity": "From 1 to 999",
  notes: "At most 1,000 characters",
};

/** Words for what a schema refuses at `path`; undefined leaves the schema's own. */
export const wordsFor = (path: readonly PropertyKey[] = []): string | undefined =>
  WORDS[path.filter(step => typeof step === "string").join(".")];
