import { describe, expect, test } from "bun:test";
import { measureOf, speedOf } from "../../../src/server/platform/maps/embedded/streets/rules/tag-values.ts";
import {
  bicycleTurn,
  motorTurn,
} from "../../../src/server/platform/maps/embedded/streets/rules/turn-costs.ts";
import { VEHICLES } from "../../../src/server/platform/maps/embedded/streets/rules/vehicles.ts";
import type { Tags } from "../../../src/server/platform/maps/extract/block-parts.ts";
import type { VehicleType } from "../../../src/shared/drivers/driver.schema.ts";

/** km/h along the drawing and against it, 0 where the vehicle may not go. */
const speeds = (vehicle: VehicleType, tags: Tags) =>
  VEHICLES[vehicle].passages(tags).map(passage => passage?.kmh ?? 0);

describe("the speed of motor vehicles", () => {
  test.each<[VehicleType, Tags, number[]]>([
    ["car", { highway: "residential" }, [25, 25]],
    ["car", { highway: "residential", maxspeed: "30" }, [24, 24]],
    ["car", { highway: "primary", "maxspeed:forward": "40", maxspeed: "60" }, [32, 48]],
    ["car", { highway: "residential", maxspeed: "20 mph" }, [25.75, 25.75]],
    ["car", { highway: "secondary", "source:maxspeed": "FI:urban" }, [40, 40]],
    ["car", { highway: "residential", maxspeed: "signals" }, [25, 25]],
    ["car", { highway: "primary", surface: "cobblestone" }, [30, 30]],
    ["car", { highway: "unclassified", tracktype: "grade5" }, [20, 20]],
    ["car", { highway: "residential", smoothness: "horrible" }, [10, 10]],
    ["car", { highway: "motorway" }, [90, 0]],
    ["van", { highway: "motorway", maxspeed: "none" }, [100, 0]],
    ["scooter", { highway: "trunk" }, [45, 45]],
    ["scooter", { highway: "primary", maxspeed: "50" }, [40, 40]],
    ["car", { highway: "residential", "access:conditional": "no @ (Mo-Fr 07:00-09:00)" }, [25, 25]],
    ["car", { highway: "primary", maxspeed: "50", "maxspeed:conditional": "30 @ (22:00-06:00)" }, [40, 40]],
    ["car", { highway: "residential", access: "no", "access:conditional": "yes @ (Sa)" }, [0, 0]],
    ["car", { highway: "residential", oneway: "yes", "oneway:conditional": "no @ (Su)" }, [25, 0]],
    ["car", { highway: "track" }, [0, 0]],
    ["car", {}, [0, 0]],
  ])("a %s on %j", (vehicle, tags, expected) => {
    expect(speeds(vehicle, tags).map(kmh => Math.round(kmh * 100) / 100)).toEqual(expected);
  });

  test.each<[Tags, number]>([
    [{ service: "driveway" }, 2],
    [{ lanes: "1" }, 2],
    [{ lanes: "1", oneway: "yes" }, 1],
    [{ width: "2.5" }, 2],
    [{ width: "5.5" }, 1.25],
    [{ side_road: "yes" }, 1.25],
    [{}, 1],
  ])("a residential street with %j counts %d times", (tags, reluctance) => {
    const [forward] = VEHICLES.car.passages({ highway: "residential", ...tags });
    expect(forward).toMatchObject({ kmh: 25, reluctance });
  });
});

describe("the speed of bicycles", () => {
  test.each<[Tags, number[]]>([
    [{ highway: "residential" }, [15, 15]],
    [{ highway: "residential", maxspeed: "10" }, [10, 10]],
    [{ highway: "residential", surface: "sett" }, [9, 9]],
    [{ highway: "cycleway", oneway: "yes" }, [15, 4]],
    [{ highway: "cycleway", oneway: "yes", foot: "no" }, [15, 0]],
    [{ highway: "residential", "oneway:bicycle": "-1" }, [4, 15]],
    [{ highway: "residential", junction: "roundabout" }, [15, 0]],
    [{ highway: "path" }, [13, 13]],
    [{ highway: "footway" }, [4, 4]],
    [{ highway: "footway", bicycle: "yes" }, [15, 15]],
    [{ highway: "pedestrian", surface: "gravel" }, [4, 4]],
    [{ highway: "residential", bicycle: "dismount" }, [4, 4]],
    [{ highway: "steps" }, [2, 2]],
    [{ railway: "platform" }, [4, 4]],
    [{ highway: "footway", bicycle: "no" }, [0, 0]],
    [{ highway: "secondary", "vehicle:forward": "no" }, [0, 15]],
    [{ highway: "secondary", "cycleway:right": "separate" }, [0, 0]],
    [{ highway: "secondary", "cycleway:right": "separate", bicycle: "yes" }, [15, 15]],
    [{ highway: "motorway" }, [0, 0]],
    [{ highway: "bridleway" }, [0, 0]],
  ])("on %j", (tags, expected) => {
    expect(speeds("bike", tags)).toEqual(expected);
  });

  test("getting off it counts as half a minute, once", () => {
    const isPushed = (tags: Tags) => VEHICLES.bike.passages(tags)[0]?.isPushed;
    expect([isPushed({ highway: "footway" }), isPushed({ highway: "service" })]).toEqual([true, false]);
  });
});

describe("what turning costs", () => {
  const seconds = (turn: typeof motorTurn, degrees: number, streetCount = 4) =>
    turn({ degrees, streetCount, isTurningRound: false });

  test.each([
    [motorTurn, 8],
    [bicycleTurn, 25],
  ])("%p grows with the angle, and more to the left", (turn, most) => {
    const angles = [0, 30, 60, 90, 120, 150];
    const [right, left] = [1, -1].map(side => angles.map(angle => seconds(turn, side * angle)));
    expect(right).toEqual(right?.toSorted((a, b) => a - b) ?? []);
    expect(left).toEqual(left?.toSorted((a, b) => a - b) ?? []);
    angles.slice(1).forEach((_, index) => {
      expect(left?.[index + 1] ?? 0).toBeGreaterThan(right?.[index + 1] ?? 0);
    });
    expect(right?.at(-1)).toBeLessThan(most);
    expect(seconds(turn, 90, 2)).toBe(0);
  });
});

describe("values of tags", () => {
  test.each([
    ["50", 50],
    ["walk", 5],
    ["DE:rural", 90],
    ["0", null],
    ["fast", null],
    [undefined, null],
  ])("the speed %p", (text, kmh) => {
    expect(speedOf(text)).toBe(kmh);
  });

  test.each([
    ["2.5", 2.5],
    ["2,5 m", 2.5],
    ["7'6\"", 2.286],
    ["12 ft 6 in", 3.81],
    ["12'", 3.658],
    ["6.5 ft", 1.981],
    ["3500 kg", 3.5],
    ["7000 lbs", 3.175],
    ["5 st", 4.536],
    ["220 cm", 2.2],
    ["default", null],
    ["below_default", null],
  ])("the measure %p", (text, measure) => {
    const read = measureOf(text);
    expect(read && Math.round(read * 1_000) / 1_000).toBe(measure);
  });

  test.each<[Tags, boolean]>([
    [{ maxheight: "7'6\"" }, false],
    [{ maxheight: "9'" }, true],
    [{ maxwidth: "6'6\"" }, false],
    [{ maxweight: "7000 lbs" }, false],
    [{ maxweight: "3 t" }, false],
    [{ maxweight: "8000 lbs" }, true],
  ])("a van passes what is signed with %j: %p", (tags, passes) => {
    const [forward] = VEHICLES.van.passages({ highway: "residential", ...tags });
    expect(forward !== null).toBe(passes);
  });
});
