import type { RouteResult } from "../../../shared/maps/maps.schema.ts";
import { lineOf } from "../../../shared/maps/route-line.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { MapsPort, RouteQuestion } from "../../platform/maps/maps.port.ts";

/** What one driver's estimates may ask of a map. */
export type Questions = {
  /** Null when the map does not answer, or has not a moment ago. */
  ask(question: RouteQuestion): Promise<RouteResult | null>;
  /** Whether the same may be asked once more of a way for which there is an answer already. */
  mayAskAnew(): boolean;
  /** Asks once more. */
  askAnew(question: RouteQuestion): Promise<RouteResult | null>;
};

/**
 * When each question is paid for, a driver may ask anew twice, and once more every quarter of an hour: at most four times
 * in any half hour. With one question for each of an order's two legs that makes six.
 */
const SPARE = 2;
const ONE_MORE_EVERY_MS = 15 * 60_000;
/** A map that has failed, or let another one answer for it, is left alone for a while. */
const LEFT_ALONE_MS = 60_000;

type Deps = { maps: Pick<MapsPort, "route" | "capabilities" | "source">; clock: Clock; logger: Logger };

export function createQuestions({ maps, clock, logger }: Deps): Questions {
  let spare = SPARE;
  let sparedAt = clock.now().getTime();
  let failedAt = Number.NEGATIVE_INFINITY;

  function earn(now: number): void {
    const earned = Math.floor((now - sparedAt) / ONE_MORE_EVERY_MS);
    spare = Math.min(SPARE, spare + earned);
    sparedAt = spare === SPARE ? now : sparedAt + earned * ONE_MORE_EVERY_MS;
  }

  async function ask(question: RouteQuestion): Promise<RouteResult | null> {
    if (clock.now().getTime() - failedAt < LEFT_ALONE_MS) return null;
    try {
      const answer = await maps.route(question);
      // A line that cannot be read would be stumbled over at each position from now on.
      lineOf(answer.polyline);
      if (answer.source !== maps.source) failedAt = clock.now().getTime();
      return answer;
    } catch (error) {
      failedAt = clock.now().getTime();
      logger.warn({ err: error }, "A map did not say how to get somewhere");
      return null;
    }
  }

  return {
    ask,

    mayAskAnew() {
      const now = clock.now().getTime();
      earn(now);
      return now - failedAt >= LEFT_ALONE_MS && (spare > 0 || !maps.capabilities.billed);
    },

    async askAnew(question) {
      const answer = await ask(question);
      if (maps.capabilities.billed && answer?.source === maps.source) spare -= 1;
      return answer;
    },
  };
}
