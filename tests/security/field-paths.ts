/** Where a value stands in an answer: `items[].driver.phone`. */
export type FieldPath = string;

/** Every leaf of an answer: which paths it has, and which of them hold something. */
export function fieldsOf(answer: unknown): { all: Set<FieldPath>; filled: Set<FieldPath> } {
  const all = new Set<FieldPath>();
  const filled = new Set<FieldPath>();
  const visit = (value: unknown, path: FieldPath): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, `${path}[]`);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, path ? `${path}.${key}` : key);
    } else {
      all.add(path);
      if (value !== null && value !== undefined && value !== "") filled.add(path);
    }
  };
  visit(answer, "");
  return { all, filled };
}
