import { z } from "zod";
import { appRouter } from "../../src/server/trpc/router.ts";

/** As much of a JSON schema as inputs are made of. */
export type Node = {
  type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: boolean | Node;
  propertyNames?: Node;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  not?: Node;
};

/** A place in an input: the way to it, and what may stand there. */
export type Place = { path: string[]; node: Node };

type Definition = { _def: { inputs: z.ZodType[] } };

/** The schema of a procedure's input; null for one without. Several inputs of one procedure are merged by tRPC. */
export function inputSchemas(path: string): z.ZodType[] {
  const known = appRouter._def.procedures as unknown as Record<string, Definition>;
  return known[path]?._def.inputs ?? [];
}

/** The same as a JSON schema, of what is sent; undefined for procedures without an input. */
export function jsonSchemasOf(path: string): Node[] {
  return inputSchemas(path).map(
    input => z.toJSONSchema(input, { io: "input", unrepresentable: "any", reused: "inline" }) as Node,
  );
}

/** All places in what a schema describes, the whole first. The first item stands for all of a list. */
export function placesIn(node: Node, path: string[] = []): Place[] {
  const options = [node.anyOf, node.oneOf, node.allOf].flatMap(nodes => nodes ?? []);
  return [
    { path, node },
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => placesIn(child, [...path, key])),
    ...(node.items ? placesIn(node.items, [...path, "0"]) : []),
    ...options.flatMap(option => placesIn(option, path).filter(place => place.node !== node)),
  ];
}

/** A copy of an input with a value at a place; what is missing on the way there is made. */
export function put(input: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(input))
    return input.length
      ? input.map((item, i) => (String(i) === key ? put(item, rest, value) : item))
      : [put(undefined, rest, value)];
  if (key === "0" && (typeof input !== "object" || input === null)) return [put(undefined, rest, value)];
  const record = typeof input === "object" && input !== null ? (input as Record<string, unknown>) : {};
  return { ...record, [key]: put(record[key], rest, value) };
}
