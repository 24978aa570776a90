const DIGIT = /\p{Nd}/u;

/**
 * An address without house number, stairway, flat and postal code: "Mannerheimintie 12 A 3, 00100 Helsinki" becomes
 * "Mannerheimintie, Helsinki". Nothing with a digit remains, and of the parts between only the first and the last.
 */
export function streetWithoutNumber(address: string): string {
  const parts = address.split(",").map(part => part.trim());
  const street = beforeNumber(parts[0] ?? "");
  const town = parts.length > 1 ? withoutNumbers(parts.at(-1) ?? "") : "";
  return [street, town].filter(Boolean).join(", ");
}

/** What follows the number names a flat; a number in front ("12 Main Street") is left out by itself. */
function beforeNumber(text: string): string {
  const words = text.split(/\s+/);
  const firstNamed = words.findIndex(word => !DIGIT.test(word));
  const named = firstNamed < 0 ? [] : words.slice(firstNamed);
  const number = named.findIndex(word => DIGIT.test(word));
  return (number < 0 ? named : named.slice(0, number)).join(" ");
}

const withoutNumbers = (text: string): string =>
  text
    .split(/\s+/)
    .filter(word => !DIGIT.test(word))
    .join(" ");
