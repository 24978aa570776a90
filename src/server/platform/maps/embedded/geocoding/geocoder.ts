import type { BoundingBox, Point } from "../../../../../shared/geo.ts";
import type { GeocodeCandidate } from "../../../../../shared/maps/maps.schema.ts";
import { placesOfCategory } from "./category-search.ts";
import { AMBIGUOUS, CONFIDENCE, DOUBT } from "./confidence.ts";
import { explain } from "./explanation.ts";
import { type DoorMatch, doorsBeginning, doorsFor } from "./house-search.ts";
import { createJudge, type Judge, type Reading } from "./judge.ts";
import { createLabels, type Labels } from "./labels.ts";
import { createQueryReader, type Query } from "./query.ts";
import { type Answer, doubtEquals, preferenceOf, ranked } from "./ranking.ts";
import { addressNear } from "./reverse.ts";
import { NameIndex } from "./search-index/name-index.ts";
import { IndexReader, type Thing } from "./search-index/reader.ts";

type Question = { limit: number; near?: Point; unfinished: boolean };

/** Things that a question may name: the first are answered with, the others only explain its words. */
const MOST_THINGS = 24;
const MOST_ANSWERED = 12;
/** A number that the thing has not makes it less likely that it was meant. */
const SPARE_NUMBER_FIT = 0.85;
/** Doors that are only near the one that was asked for rank below it. */
const DOOR_FIT = { least: 0.9, perConfidence: 0.1 };
/** A street longer than this has no middle that a parcel could be left in. */
const LONG_STREET_METERS = 400;

/** Searches an index that `writeIndex` wrote. Reads only; a query takes about a millisecond. */
export class Geocoder implements Disposable {
  readonly bounds: BoundingBox;
  private readonly index: IndexReader;
  private readonly names: NameIndex;
  private readonly read: ReturnType<typeof createQueryReader>;
  private readonly labels: Labels;

  /** Throws when there is no index at `indexPath`. */
  constructor(indexPath: string) {
    this.index = new IndexReader(indexPath);
    this.bounds = this.index.bounds;
    this.names = new NameIndex(this.index.aliases());
    this.read = createQueryReader(this.index.region());
    this.labels = createLabels(this.index);
  }

  [Symbol.dispose](): void {
    this.index[Symbol.dispose]();
  }

  /** At most `limit` candidates, best first. `unfinished`: the text is still being typed. */
  search(text: string, { limit, near, unfinished }: Question): GeocodeCandidate[] {
    const query = this.read(text, { unfinished });
    const readings = this.readingsOf(query);
    const judge = createJudge(this.index, query, readings);
    const answers = [
      ...readings.slice(0, MOST_ANSWERED).flatMap(reading => this.answersTo(reading, judge, query)),
      ...placesOfCategory(query, { index: this.index, labels: this.labels, judge, readings, near }),
    ];
    return ranked(unfinished ? answers : doubtEquals(answers), { limit, near, unfinished });
  }

  /** The nearest house, else the nearest street or place, within 600 m, or null. */
  nearest(point: Point): GeocodeCandidate | null {
    return addressNear(point, this.index, this.labels);
  }

  private readingsOf(query: Query): Reading[] {
    const matches = this.names.like(query.tokens, query).slice(0, MOST_THINGS);
    return matches.flatMap(match => {
      const thing = this.index.thing(match.thingId);
      if (!thing) return [];
      const street = matches.find(
        ({ thingId, taken }) => thingId === thing.streetId && (taken & match.taken) === 0,
      );
      return [{ thing, match, rest: explain(query, match.taken | (street?.taken ?? 0)) }];
    });
  }

  private answersTo(reading: Reading, judge: Judge, query: Query): Answer[] {
    const { thing, rest } = reading;
    if (thing.kind === "place") return [this.place(reading, judge, query)];
    if (!rest.house) return [this.street(reading, judge, streetConfidence(thing))];
    const doors = doorsFor(this.index, thing.id, rest.house);
    const suggested = rest.isHouseOpen ? doorsBeginning(this.index, thing.id, rest.house) : [];
    const answers = [...doors, ...suggested].map(door => this.door(reading, door, judge));
    return answers.length > 0 ? answers : [this.street(reading, judge, CONFIDENCE.somewhere)];
  }

  private door({ thing, match, rest }: Reading, door: DoorMatch, judge: Judge): Answer {
    const verdict = judge(door, match.taken, rest);
    return {
      label: () => this.labels.door(thing, door.text, door.cityId, [match.language]),
      kind: "address",
      thingId: thing.id,
      latitude: door.latitude,
      longitude: door.longitude,
      fit: match.closeness * doorFit(door.confidence) * verdict.fit,
      preference: preferenceOf(thing),
      confidence: door.confidence * match.certainty * verdict.confidence,
    };
  }

  private street({ thing, match, rest }: Reading, judge: Judge, confidence: number): Answer {
    const verdict = judge(thing, match.taken, rest);
    return {
      ...this.asAnswer(thing, match.language),
      fit: match.closeness * (rest.house ? doorFit(confidence) : 1) * verdict.fit,
      confidence: confidence * match.certainty * verdict.confidence,
    };
  }

  private place({ thing, match, rest }: Reading, judge: Judge, query: Query): Answer {
    const verdict = judge(thing, match.taken, rest);
    const isSpare = rest.house !== null && rest.house.number !== thing.house?.number;
    const isCityName = query.localities.some(({ taken }) => (match.taken & ~taken) === 0);
    const confidence =
      placeConfidence(thing) * match.certainty * verdict.confidence * (isSpare ? DOUBT.spareNumber : 1);
    return {
      ...this.asAnswer(thing, match.language),
      fit: match.closeness * (isSpare ? SPARE_NUMBER_FIT : 1) * verdict.fit,
      confidence: isCityName ? Math.min(confidence, AMBIGUOUS) : confidence,
    };
  }

  private asAnswer(thing: Thing, language: string): Omit<Answer, "fit" | "confidence"> {
    const { kind, latitude, longitude } = thing;
    return {
      label: () => this.labels.thing(thing, [language]),
      thingId: thing.id,
      kind,
      latitude,
      longitude,
      preference: preferenceOf(thing),
    };
  }
}

const doorFit = (confidence: number) => DOOR_FIT.least + DOOR_FIT.perConfidence * confidence;

const streetConfidence = ({ extentMeters }: Thing) =>
  extentMeters > LONG_STREET_METERS ? CONFIDENCE.longStreet : CONFIDENCE.street;

const placeConfidence = ({ category }: Thing): number =>
  category === "quarter" || category === "city" ? CONFIDENCE[category] : CONFIDENCE.place;
