const IPV4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/i;
const IPV6 = /^\[?([\da-f:]+)(?:%[^\]]*)?(?:\](?::\d+)?)?$/i;
const GROUPS = 8;
/** A line of a customer gets a /64 at least (RFC 6177), and all of its 2^64 addresses are one neighbour's to choose from. */
const GROUPS_OF_A_LINE = 4;

/**
 * Whom an address stands for when one counts: the address itself in IPv4, the /64 in IPv6. What is no address stays as
 * it is, cut to a sane length.
 */
export function networkOf(address: string): string {
  const [, ipv4] = IPV4.exec(address) ?? [];
  if (ipv4) return ipv4;
  const [, ipv6] = IPV6.exec(address) ?? [];
  if (!ipv6?.includes(":")) return address.slice(0, 64);
  const [head = [], tail = []] = ipv6.split("::").map(part => part.split(":").filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, GROUPS - head.length - tail.length) }, () => "0");
  const line = [...head, ...zeros, ...tail].slice(0, GROUPS_OF_A_LINE);
  return `${line.map(group => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
