import { ClientSession, type Collection, type Db } from "mongodb";

/*
 * The last line of defence against injection. Operators are written in repositories and nowhere else; whatever comes
 * into one from outside is values. So what is handed to a repository may hold no operator, whatever a schema has let
 * through, and a filter may hold no `undefined`, which the driver would send as null: "without", not "equal to".
 */

/** Somebody gave a repository what no schema of ours lets through: a fault of ours, whoever has provoked it. */
export class HostileValue extends Error {
  override name = "HostileValue";
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * A maker of repositories whose every method looks at its arguments first. Errors, besides the method's own:
 * HostileValue.
 */
export const repository =
  <Deps extends unknown[], Repo extends object>(create: (db: Db, ...deps: Deps) => Repo) =>
  (db: Db, ...deps: Deps): Repo => {
    const methods = Object.entries(create(strictDb(db), ...deps)).map(([name, method]) => [
      name,
      typeof method === "function" ? guarded(name, method) : method,
    ]);
    return Object.fromEntries(methods) as Repo;
  };

const guarded =
  (name: string, method: AnyFunction): AnyFunction =>
  (...args) => {
    for (const argument of args) refuseHostile(argument, name);
    return method(...args);
  };

/** Keys that mean something to MongoDB, its driver or JavaScript, and name no field of ours. */
const HOSTILE = /^\$|\.|^(?:__proto__|constructor|prototype|_bsontype)$/;

/** What may be more than data: made by this program, never read from a request. */
const isOurs = (value: object): boolean =>
  value instanceof Date || value instanceof Uint8Array || value instanceof ClientSession;

/**
 * Lets pass: primitives, dates, bytes, sessions, and arrays and plain objects of them under harmless keys. Takes 3 us
 * for an order as it is stored.
 */
function refuseHostile(value: unknown, method: string): void {
  if (typeof value === "function" || typeof value === "symbol") throw refusal(method, typeof value);
  if (typeof value !== "object" || value === null || isOurs(value)) return;
  if (Array.isArray(value)) {
    for (const item of value) refuseHostile(item, method);
    return;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refusal(method, "an object of a class");
  for (const key of Object.keys(value)) {
    if (HOSTILE.test(key)) throw refusal(method, `the key ${JSON.stringify(key)}`);
    const field = Object.getOwnPropertyDescriptor(value, key);
    if (field?.get || field?.set) throw refusal(method, "an accessor");
    refuseHostile(field?.value, method);
  }
}

/** Names the method and the kind, not the value: that may be personal. */
const refusal = (method: string, what: string) => new HostileValue(`${method} was handed ${what}`);

/** What begins with a filter, or holds some. */
const ASKING = new Set<string | symbol>([
  "aggregate",
  "bulkWrite",
  "countDocuments",
  "deleteMany",
  "deleteOne",
  "distinct",
  "find",
  "findOne",
  "findOneAndDelete",
  "findOneAndReplace",
  "findOneAndUpdate",
  "replaceOne",
  "updateMany",
  "updateOne",
]);

/** The same database, with collections that refuse a filter with `undefined` in it. */
const strictDb = (db: Db): Db =>
  new Proxy(db, {
    get: (target, name) =>
      name === "collection"
        ? (...args: Parameters<Db["collection"]>) => strictCollection(target.collection(...args))
        : boundTo(target, name),
  });

const strictCollection = (collection: Collection): Collection =>
  new Proxy(collection, {
    get(target, name) {
      const member = boundTo(target, name);
      if (!ASKING.has(name)) return member;
      return (...args: unknown[]) => {
        if (hasUndefined(name === "distinct" ? args[1] : args[0]))
          throw new HostileValue(`${collection.collectionName}.${String(name)} was asked with undefined`);
        return (member as AnyFunction)(...args);
      };
    },
  });

function boundTo(target: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name, target);
  return typeof member === "function" ? member.bind(target) : member;
}

function hasUndefined(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null || isOurs(value)) return false;
  return Object.values(value).some(hasUndefined);
}
