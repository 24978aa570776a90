import { z } from "zod";
import type { Cache, Kept } from "../cache/cache.port.ts";
import type { Ids } from "../ids/ids.port.ts";
import type { RedisConnection } from "./connect.ts";

type Deps = { redis: RedisConnection; ids: Pick<Ids, "uuid"> };

/** The field of a subject's hash that holds its ticket: no name of anything kept is empty. */
const TICKET = "";

/** Answers the hash, with a new ticket in it if there was none. KEYS: the hash. ARGV: a ticket, milliseconds of life. */
const OPEN = `
if redis.call('HSETNX', KEYS[1], '', ARGV[1]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('HGETALL', KEYS[1])`;

/** Adds what is newer than what is there, and answers 1, if the ticket holds, and 0 otherwise. ARGV: ticket or '', then name, stamp and value of each. */
// Sent whole each time: a Redis that had forgotten its hash would be asked twice, and what is published next would overtake it.
const ADD = `
local ticket = redis.call('HGET', KEYS[1], '')
if not ticket or (ARGV[1] ~= '' and ARGV[1] ~= ticket) then return 0 end
for i = 2, #ARGV, 3 do
  local known = redis.call('HGET', KEYS[1], ARGV[i])
  if not known or tonumber(string.match(known, '^%S+')) < tonumber(ARGV[i + 1]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. ' ' .. ARGV[i + 2])
  end
end
return 1`;

const Flat = z.array(z.string());

/**
 * Keeps for all processes: a hash a subject, which ends by itself. The id in braces is what a cluster places a key by, so
 * that what is learnt of a business and what is published of it go through the same connection, in the order in
 * which they were said.
 */
export function createRedisCache({ redis, ids }: Deps): Cache {
  /** Subjects of which Redis has not heard what it should have, and the last word of each that it has to hear. */
  const doubtful = new Map<string, object>();

  redis.onUp(() => {
    for (const subject of doubtful.keys()) void drop(subject);
  });

  async function drop(subject: string): Promise<boolean> {
    const word = {};
    doubtful.set(subject, word);
    try {
      await redis.run(() => redis.client.del(keyOf(subject)));
    } catch {
      return false;
    }
    if (doubtful.get(subject) === word) doubtful.delete(subject);
    return true;
  }

  const add = (subject: string, ticket: string, kept: readonly Kept[]) =>
    redis.run(() => {
      const args = kept.flatMap(({ name, stamp, value }) => [name, stamp, value]);
      return redis.client.eval(ADD, 1, keyOf(subject), ticket, ...args);
    });

  return {
    async open(subject, lifeMs) {
      // After an outage another process may not have dropped yet what it could not tell.
      if (!redis.isSettled() || doubtful.has(subject)) return null;
      try {
        const flat = await redis.run(() =>
          redis.client.eval(OPEN, 1, keyOf(subject), ids.uuid(), String(lifeMs)),
        );
        return toOpened(Flat.parse(flat));
      } catch {
        return null;
      }
    },

    put: (subject, ticket, kept) =>
      add(subject, ticket, kept).then(
        answer => answer === 1,
        () => false,
      ),

    learn(subject, kept) {
      add(subject, TICKET, kept).catch(() => drop(subject));
    },

    drop,
  };
}

function toOpened(flat: readonly string[]) {
  const kept = new Map<string, { stamp: number; value: string }>();
  let ticket = "";
  for (let i = 0; i < flat.length; i += 2) {
    const [name = "", text = ""] = [flat[i], flat[i + 1]];
    const space = text.indexOf(" ");
    if (name === TICKET) ticket = text;
    else kept.set(name, { stamp: Number(text.slice(0, space)), value: text.slice(space + 1) });
  }
  return { ticket, kept };
}

/** `fleet/17` lies where everything else of 17 does. */
function keyOf(subject: string): string {
  const [kind, id] = subject.split("/");
  return `medex:cache:${kind}:{${id}}`;
}
