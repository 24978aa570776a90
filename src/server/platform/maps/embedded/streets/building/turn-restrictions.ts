import { opposite } from "../graph/street-graph.ts";
import type { Crossings } from "./crossings.ts";
import type { Restriction } from "./street-network.ts";

/** Arcs that may not be driven one directly after the other; two, or more where a restriction leads over ways. */
export type ForbiddenWay = readonly number[];

/** When a restriction holds: hours, days, months, daylight. Weights, lengths and rain are other conditions. */
const TIME =
  /\d:\d\d|\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|sunrise|sunset|dawn|dusk)\b/;
/** "no_left_turn @ (Mo-Fr 07:00-09:00); none @ (SH)" (https://wiki.openstreetmap.org/wiki/Conditional_restrictions). */
const CONDITIONAL = /\b(\w+)\s*@\s*(\([^)]*\)|[^;]*)/g;

/** What a restriction says to vehicles of these names: null when it says nothing to them. */
export function kindFor({ tags }: Restriction, signs: readonly string[]): string | null {
  const excepted = (tags.except ?? "").split(";").map(name => name.trim());
  if (signs.some(sign => excepted.includes(sign))) return null;
  const keys = [...signs.map(sign => `restriction:${sign}`), "restriction"];
  return keys.map(key => tags[key] ?? atTimes(tags[`${key}:conditional`] ?? "")).find(Boolean) ?? null;
}

/** The turn that is forbidden or prescribed at some times; undefined for conditions that are none of time. */
function atTimes(conditional: string): string | undefined {
  const clauses = [...conditional.matchAll(CONDITIONAL)];
  const meant = clauses.find(
    ([, kind = "", when = ""]) => isKnown(kind) && TIME.test(when) && !/[<>=]/.test(when),
  );
  return meant?.[1];
}

/** Who may turn on red is forbidden nothing when it is green. */
const isKnown = (kind: string): boolean => /^(no|only)_/.test(kind) && !kind.endsWith("_on_red");

/**
 * The ways that a restriction forbids; an `only_` forbids all but one. Null when the extract lacks a part of it or it
 * is not drawn as it should be. A restriction for some hours holds always: whoever keeps to it is never wrong.
 */
export function forbiddenWays(
  restriction: Restriction,
  kind: string,
  crossings: Crossings,
): ForbiddenWay[] | null {
  if (!isKnown(kind)) return null;
  const isOnly = kind.startsWith("only_");
  const members = (role: string) => restriction.members.filter(member => member.role === role);
  const arcsOf = (role: string) =>
    members(role).flatMap(({ type, ref }) => (type === "way" ? crossings.arcsOfWay(ref) : []));
  const [begun, targets] = [arcsOf("from"), arcsOf("to")];
  const beginnings = approaches(restriction, begun, arcsOf("via"), targets, crossings);
  if (beginnings.length === 0) return null;
  return beginnings.flatMap(beginning => {
    const last = beginning.at(-1) as number;
    const exits = crossings.leaving(crossings.headOf(last));
    // Where the street of a no_u_turn goes on under the same number, straight on is meant to be free.
    const isMeant = (arc: number) =>
      targets.includes(arc) && (kind !== "no_u_turn" || arc === opposite(last) || !begun.includes(arc));
    const meant = exits.filter(isMeant);
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
