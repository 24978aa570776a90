import type { Crossings } from "./crossings.ts";
import { opposite } from "./street-graph.ts";
import type { Restriction } from "./street-network.ts";

/** Arcs that may not be driven one directly after the other; two, or more where a restriction leads over ways. */
export type ForbiddenWay = readonly number[];

/** What a restriction says to vehicles of these names: null when it says nothing to them. */
export function kindFor({ tags }: Restriction, signs: readonly string[]): string | null {
  const excepted = (tags.except ?? "").split(";").map(name => name.trim());
  if (signs.some(sign => excepted.includes(sign))) return null;
  return signs.map(sign => tags[`restriction:${sign}`]).find(Boolean) ?? tags.restriction ?? null;
}

/**
 * The ways that a restriction forbids; an `only_` forbids all but one. Null when the extract lacks a part of it or it
 * is not drawn as it should be. A restriction for some hours holds always: whoever keeps to it is never wrong.
 */
export function forbiddenWays(
  restriction: Restriction,
  kind: string,
  crossings: Crossings,
): ForbiddenWay[] | null {
  const isOnly = kind.startsWith("only_");
  if (!isOnly && !kind.startsWith("no_")) return null;
  const members = (role: string) => restriction.members.filter(member => member.role === role);
  const arcsOf = (role: string) =>
    members(role).flatMap(({ type, ref }) => (type === "way" ? crossings.arcsOfWay(ref) : []));
  const targets = arcsOf("to");
  const beginnings = approaches(restriction, arcsOf("from"), arcsOf("via"), targets, crossings);
  if (beginnings.length === 0) return null;
  return beginnings.flatMap(beginning => {
    const last = beginning.at(-1) as number;
    const exits = crossings.leaving(crossings.headOf(last));
    const meant = exits.filter(arc => targets.includes(arc));
    const forbidden = isOnly ? exits.filter(arc => !meant.includes(arc) && arc !== opposite(last)) : meant;
    return forbidden.map(arc => [...beginning, arc]);
  });
}

/** The ways up to the node at which the restriction bites: the arc that one comes by, and those of ways in between. */
function approaches(
  { members }: Restriction,
  from: readonly number[],
  via: readonly number[],
  to: readonly number[],
  crossings: Crossings,
): number[][] {
  const leadsOn = (arc: number) => crossings.leaving(crossings.headOf(arc)).some(next => to.includes(next));
  const node = members.find(({ role, type }) => role === "via" && type === "node");
  if (node) return from.filter(arc => crossings.headOf(arc) === node.ref && leadsOn(arc)).map(arc => [arc]);
  return from.flatMap(arc => pathOver([arc], new Set(via), leadsOn, crossings));
}

/** The shortest way on over arcs of `via`, each once, that ends where the restriction bites; empty when there is none. */
function pathOver(
  begun: number[],
  via: ReadonlySet<number>,
  isEnd: (arc: number) => boolean,
  crossings: Crossings,
): number[][] {
  let paths = [begun];
  const visited = new Set(begun);
  while (paths.length > 0) {
    paths = paths.flatMap(path => {
      const last = path.at(-1) as number;
      return crossings
        .leaving(crossings.headOf(last))
        .filter(arc => via.has(arc) && arc !== opposite(last) && !visited.has(arc))
        .map(arc => {
          visited.add(arc);
          return [...path, arc];
        });
    });
    const found = paths.find(path => isEnd(path.at(-1) as number));
    if (found) return [found];
  }
  return [];
}
