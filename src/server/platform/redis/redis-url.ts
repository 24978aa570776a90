export type RedisNode = { host: string; port: number };

/** Several nodes are a cluster; of one the client reads everything else from the address itself. */
export type RedisTarget = {
  nodes: readonly RedisNode[];
  username: string | undefined;
  password: string | undefined;
  isTls: boolean;
};

const DEFAULT_PORT = 6_379;

/**
 * Reads `redis://user:password@host:6379`, `rediss://` for TLS, and of a cluster some nodes, separated by commas. Throws
 * a TypeError when one of them is no address.
 */
export function parseRedisUrl(address: string): RedisTarget {
  const [scheme = "", rest = ""] = address.split("://");
  const [hosts = "", credentials] = (rest.split(/[/?]/)[0] ?? "").split("@").toReversed();
  const { username, password } = new URL(`redis://${credentials ? `${credentials}@` : ""}host`);
  return {
    nodes: hosts.split(",").map(nodeOf),
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    isTls: scheme === "rediss",
  };
}

export function isRedisUrl(address: string): boolean {
  try {
    return parseRedisUrl(address).nodes.length > 0;
  } catch {
    return false;
  }
}

/** `host:port`, as a cluster names its nodes too; IPv6 with or without brackets. */
export function nodeOf(text: string): RedisNode {
  const bare = /^([0-9a-f:]*:[0-9a-f:]*):(\d+)$/i.exec(text);
  const { hostname, port } = new URL(`redis://${bare ? `[${bare[1]}]:${bare[2]}` : text.trim()}`);
  if (!hostname) throw new TypeError("A node without a host");
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) || DEFAULT_PORT };
}
