import { describe, expect, test } from "bun:test";
import { groundMeters } from "../../../src/server/platform/maps/embedded/streets/graph/ground-distance.ts";
import type { Tags } from "../../../src/server/platform/maps/extract/block-parts.ts";
import type { VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import { at, type PlannedStreet, streetsOf } from "./street-plan.ts";

/*
 *   A --- B --- C
 *   |     |     |
 *   D --- E --- F      two blocks, 200 m by 200 m
 */
const BLOCKS = { A: [0, 200], B: [200, 200], C: [400, 200], D: [0, 0], E: [200, 0], F: [400, 0] } as const;
const ALL = ["AB", "BC", "AD", "BE", "CF", "DE", "EF"] as const;

/** The two blocks, with some of their streets as told. */
const blocks = (
  tagsOf: Partial<Record<(typeof ALL)[number], Tags>> = {},
  others: Omit<Parameters<typeof streetsOf>[0], "nodes" | "streets"> = {},
) => streetsOf({ nodes: BLOCKS, streets: ALL.map((name): PlannedStreet => [name, tagsOf[name]]), ...others });

describe("one-way streets", () => {
  const fromEtoD = ({ on }: ReturnType<typeof blocks>) => [on("BE", 0.9), on("AD", 0.9)] as const;

  test("two ways lead both ways", async () => {
    const city = blocks();
    expect(await city.over(...fromEtoD(city))).toBe("ED");
  });

  test.each([
    [{ oneway: "yes" }, "BA"],
    [{ oneway: "-1" }, "ED"],
    [{ oneway: "no", junction: "roundabout" }, "ED"],
    [{ junction: "roundabout" }, "BA"],
    [{ oneway: "reversible" }, "BA"],
    [{ oneway: "yes", "oneway:motor_vehicle": "no" }, "ED"],
  ])("a street from D to E with %j", async (tags, over) => {
    const city = blocks({ DE: tags });
    expect(await city.over(...fromEtoD(city))).toBe(over);
  });

  test.each<Tags>([
    { "oneway:bicycle": "no" },
    { cycleway: "opposite" },
    { "cycleway:left": "opposite_lane" },
  ])("%j lets bicycles ride against it, and cars not", async tags => {
    const city = blocks({ DE: { oneway: "yes", ...tags } });
    const [from, to] = fromEtoD(city);
    expect(await city.over(from, to, "bike")).toBe("ED");
    expect(await city.over(from, to, "car")).toBe("BA");
    expect((await city.drive(from, to, "bike")).seconds).toBeLessThan(80);
  });

  test("without such a sign a bicycle is pushed against it, where that is shorter", async () => {
    const city = blocks({ DE: { oneway: "yes" } });
    const pushed = await city.drive(city.on("DE", 0.75), city.on("DE", 0.5), "bike");
    expect(pushed.over).toBe("");
    expect(pushed.meters).toBeCloseTo(50, 1);
    // 4 km/h
    expect(pushed.seconds).toBeCloseTo(45, 0);
  });
});

describe("on one and the same street", () => {
  test("somebody gets along it in both directions", async () => {
    const { drive, on } = blocks();
    const there = await drive(on("DE", 0.2), on("DE", 0.7));
    const back = await drive(on("DE", 0.7), on("DE", 0.2));
    expect([there.over, back.over]).toEqual(["", ""]);
    expect(there.meters).toBeCloseTo(100, 1);
    expect(back.meters).toBeCloseTo(100, 1);
    // 25 km/h
    expect(there.seconds).toBeCloseTo(14.4, 1);
  });

  test("against a one-way street the way leads round the block", async () => {
    const { drive, on } = blocks({ DE: { oneway: "yes" } });
    const back = await drive(on("DE", 0.7), on("DE", 0.2));
    expect(back.over).toBe("EBAD");
    expect(back.meters).toBeCloseTo(700, 0);
  });

  test("nowhere to go costs nothing", async () => {
    const { drive, on } = blocks();
    expect(await drive(on("DE"), on("DE"))).toMatchObject({ meters: 0, seconds: 0 });
  });
});

describe("restrictions of turns", () => {
  const fromDtoB = ({ on }: ReturnType<typeof blocks>) => [on("DE"), on("BE")] as const;
  const restricted = (members: string, tags: Tags) =>
    blocks({ DE: { oneway: "yes" } }, { restrictions: [[members, tags]] });

  test.each([
    ["none", "DE,E,AB", {}, "E"],
    ["no_left_turn", "DE,E,BE", { restriction: "no_left_turn" }, "EFCB"],
    ["no_left_turn of another street", "EF,E,BE", { restriction: "no_left_turn" }, "E"],
    ["only_straight_on", "DE,E,EF", { restriction: "only_straight_on" }, "EFCB"],
    ["one for lorries", "DE,E,BE", { "restriction:hgv": "no_left_turn" }, "E"],
    ["one for motor vehicles", "DE,E,BE", { "restriction:motor_vehicle": "no_left_turn" }, "EFCB"],
    ["one for some hours", "DE,E,BE", { restriction: "no_left_turn", hour_on: "07:00" }, "EFCB"],
    [
      "one for some hours, as they are written today",
      "DE,E,BE",
      { "restriction:conditional": "none @ (PH); no_left_turn @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00)" },
      "EFCB",
    ],
    [
      "one for some hours and cars",
      "DE,E,BE",
      { "restriction:motorcar:conditional": "no_left_turn @ sunset-sunrise" },
      "EFCB",
    ],
    [
      "one for what is heavy",
      "DE,E,BE",
      { "restriction:conditional": "no_left_turn @ (weight>7.5); no_left_turn @ (Mo-Fr AND length > 10)" },
      "E",
    ],
    ["one that some hours lift", "DE,E,BE", { "restriction:conditional": "none @ (Mo-Fr 07:00-09:00)" }, "E"],
    ["one while it is red", "DE,E,BE", { restriction: "no_left_turn_on_red" }, "E"],
    ["one that excepts cars", "DE,E,BE", { restriction: "no_left_turn", except: "psv;motorcar" }, "E"],
    ["one that nobody understands", "DE,E,BE", { restriction: "maybe_left_turn" }, "E"],
  ])("%s", async (_, members, tags, over) => {
    const city = restricted(members, tags);
    expect(await city.over(...fromDtoB(city))).toBe(over);
  });

  test("a bicycle that is excepted turns, and one that is not does not", async () => {
    const excepted = restricted("DE,E,BE", { restriction: "no_left_turn", except: "bicycle" });
    expect(await excepted.over(...fromDtoB(excepted), "bike")).toBe("E");
    expect(await excepted.over(...fromDtoB(excepted), "car")).not.toBe("E");
    const meant = restricted("DE,E,BE", { restriction: "no_left_turn" });
    expect(await meant.over(...fromDtoB(meant), "bike")).not.toBe("E");
  });

  test("over a street in between: only who comes from there may not go there", async () => {
    const city = blocks({}, { restrictions: [["DE,BE,BC", { restriction: "no_right_turn" }]] });
    const { on } = city;
    expect(await city.over(on("DE", 0.9), on("BC", 0.1))).not.toBe("EB");
    expect(await city.over(on("DE", 0.9), on("AB", 0.9))).toBe("EB");
    expect(await city.over(on("EF", 0.1), on("BC", 0.1))).toBe("EB");
    expect(await city.over(on("BE", 0.5), on("BC", 0.1))).toBe("B");
  });

  test("over a street in between: only_ forbids every other exit", async () => {
    const city = blocks({}, { restrictions: [["DE,BE,BC", { restriction: "only_right_turn" }]] });
    const { on } = city;
    expect(await city.over(on("DE", 0.9), on("BC", 0.1))).toBe("EB");
    expect(await city.over(on("DE", 0.9), on("AB", 0.9))).not.toBe("EB");
    expect(await city.over(on("EF", 0.1), on("AB", 0.9))).toBe("EB");
  });

  test("two that begin alike are kept apart", async () => {
    const city = blocks(
      {},
      {
        restrictions: [
          ["DE,BE,BC", { restriction: "no_right_turn" }],
          ["DE,BE,AB", { restriction: "no_left_turn", except: "bicycle" }],
        ],
      },
    );
    const { on } = city;
    expect(await city.over(on("DE", 0.9), on("AB", 0.9), "bike")).toBe("EB");
    expect(await city.over(on("DE", 0.9), on("AB", 0.9), "car")).not.toBe("EB");
    expect(await city.over(on("DE", 0.9), on("BC", 0.1), "bike")).not.toBe("EB");
    expect(city.report.restrictions).toEqual({ used: 2, unused: 0 });
  });

  test("no_u_turn on a street that is drawn in one piece lets everybody drive straight on", async () => {
    const city = streetsOf({
      nodes: BLOCKS,
      streets: [["DEF"], ["AD"], ["BE"], ["CF"], ["ABC"]],
      restrictions: [["DEF,E,DEF", { restriction: "no_u_turn" }]],
    });
    expect(await city.over(city.on("DE"), city.on("EF"))).toBe("E");
    expect(await city.over(city.on("EF"), city.on("DE"))).toBe("E");
  });

  test("one of which the extract lacks a part is counted and left out", () => {
    expect(restricted("DE,E,XY", { restriction: "no_left_turn" }).report.restrictions).toEqual({
      used: 0,
      unused: 1,
    });
  });
});

describe("what stands in the way", () => {
  /** A node in the middle of D to E. */
  const withSign = (tags: Tags) =>
    streetsOf({
      nodes: { ...BLOCKS, M: [100, 0] },
      streets: ["AB", "BC", "AD", "BE", "CF", "DME", "EF"].map((name): PlannedStreet => [name]),
      signs: { M: tags },
    });
  const along = async (tags: Tags, vehicle: VehicleType = "car") => {
    const { drive, on } = withSign(tags);
    return drive(on("AD", 0.9), on("BE", 0.9), vehicle);
  };

  test.each<[Tags, VehicleType, string]>([
    [{ barrier: "bollard" }, "car", "AB"],
    [{ barrier: "bollard" }, "bike", "DME"],
    [{ barrier: "bollard", bollard: "rising" }, "car", "DME"],
    [{ barrier: "wall" }, "bike", "AB"],
    [{ barrier: "bollard", motor_vehicle: "yes" }, "car", "DME"],
    [{ barrier: "gate", access: "no" }, "car", "AB"],
    [{ barrier: "height_restrictor", maxheight: "2.2" }, "car", "DME"],
    [{ barrier: "height_restrictor", maxheight: "2.2" }, "van", "AB"],
    [{ barrier: "kerb", kerb: "lowered" }, "car", "DME"],
  ] as const)("%j and a %s", async (tags, vehicle, over) => {
    expect((await along(tags, vehicle)).over).toBe(over);
  });

  test.each([
    [{ barrier: "gate" }, "car", 60],
    [{ barrier: "gate" }, "bike", 0],
    [{ highway: "traffic_signals" }, "car", 2],
    [{ highway: "traffic_signals" }, "bike", 19],
    [{ highway: "stop" }, "car", 2],
    [{ highway: "give_way" }, "car", 1],
    [{ highway: "crossing" }, "car", 0],
    [{ highway: "traffic_signals", "traffic_signals:direction": "forward" }, "car", 2],
    [{ highway: "traffic_signals", "traffic_signals:direction": "backward" }, "car", 0],
  ] as const)("%j costs a %s %d s", async (tags, vehicle, seconds) => {
    const street = (signs: Record<string, Tags>) =>
      streetsOf({ nodes: { A: [0, 0], M: [100, 0], B: [200, 0] }, streets: [["AMB"]], signs });
    const through = async ({ drive, on }: ReturnType<typeof streetsOf>) =>
      (await drive(on("AM"), on("MB"), vehicle)).seconds;
    expect((await through(street({ M: tags }))) - (await through(street({})))).toBeCloseTo(seconds, 2);
  });

  test("somebody lives behind a bollard, and is reached from one side alone", async () => {
    const { drive, on } = withSign({ barrier: "bollard" });
    expect((await drive(on("AD", 0.9), on("DM", 0.5))).over).toBe("D");
    expect((await drive(on("AD", 0.9), on("ME", 0.5))).over).toBe("ABE");
  });
});

describe("ways for some", () => {
  test.each([
    ["destination", "car"],
    ["private", "van"],
    ["customers", "scooter"],
  ] as const)("access=%s: a %s drives there, and not through", async (access, vehicle) => {
    const { over, on } = blocks({ DE: { access } });
    expect(await over(on("AD", 0.9), on("BE", 0.9), vehicle)).toBe("AB");
    expect(await over(on("AD", 0.9), on("DE", 0.5), vehicle)).toBe("D");
    expect(await over(on("DE", 0.5), on("AD", 0.9), vehicle)).toBe("D");
  });

  test("where no other way leads, it leads through", async () => {
    const { over, on } = streetsOf({
      nodes: { A: [0, 0], B: [100, 0], C: [200, 0], D: [300, 0] },
      streets: [["AB"], ["BC", { access: "private" }], ["CD"]],
    });
    expect(await over(on("AB"), on("CD"))).toBe("BC");
  });

  test.each<[Tags, VehicleType, string]>([
    [{ access: "no" }, "car", "AB"],
    [{ access: "no", motorcar: "yes" }, "car", "DE"],
    [{ vehicle: "no", bicycle: "yes" }, "bike", "DE"],
    [{ bicycle: "no" }, "bike", "AB"],
    [{ bicycle: "use_sidepath" }, "bike", "AB"],
    [{ motor_vehicle: "no", moped: "yes" }, "scooter", "DE"],
    [{ motor_vehicle: "no", moped: "yes" }, "car", "AB"],
    [{ highway: "motorway" }, "scooter", "AB"],
    [{ highway: "trunk", motorroad: "yes" }, "scooter", "AB"],
    [{ highway: "trunk", motorroad: "yes" }, "bike", "AB"],
    [{ highway: "trunk" }, "scooter", "DE"],
    [{ maxheight: "2.3" }, "car", "DE"],
    [{ maxheight: "2.3" }, "van", "AB"],
    [{ maxweight: "2.5" }, "van", "AB"],
    [{ width: "1.5" }, "scooter", "DE"],
    [{ highway: "construction" }, "car", "AB"],
    [{ highway: "footway" }, "car", "AB"],
    [{ area: "yes" }, "car", "AB"],
    [{ route: "ferry", highway: "" }, "car", "AB"],
    [{ route: "ferry", highway: "" }, "bike", "AB"],
  ])("%j and a %s", async (tags, vehicle, way) => {
    const { over, on } = blocks({ DE: tags });
    expect(await over(on("AD", 0.9), on("BE", 0.9), vehicle)).toBe(way);
  });
});

test("a cyclist rides round rather than getting off for less than half a minute", async () => {
  const corner = (meters: number) =>
    streetsOf({
      nodes: { D: [0, 0], E: [40, 0], A: [0, meters], B: [40, meters], W: [-100, 0], F: [140, 0] },
      streets: [["WD"], ["EF"], ["DE", { highway: "footway" }], ["DABE"]],
    });
  const over = ({ over: letters, on }: ReturnType<typeof corner>) => letters(on("WD"), on("EF"), "bike");
  // Pushing takes 36 s; riding round the near corner some 50 s, round the far one some 150 s.
  expect(await over(corner(60))).toBe("DABE");
  expect(await over(corner(300))).toBe("DE");
});

describe("turns", () => {
  test("of two ways that are equally long, the one with fewer turns is taken", async () => {
    //  A  B  C      from A to I: stairs of four turns, or one turn at C
    //  D  E  F
    //  G  H  I
    const nodes = {
      A: [0, 200],
      B: [100, 200],
      C: [200, 200],
      D: [0, 100],
      E: [100, 100],
      F: [200, 100],
      G: [0, 0],
      H: [100, 0],
      I: [200, 0],
    } as const;
    const streets = ["ABC", "DEF", "GHI", "ADG", "BEH", "CFI"].map((name): PlannedStreet => [name]);
    const { over, on } = streetsOf({ nodes, streets });
    expect(await over(on("AB"), on("FI"))).toBe("BCF");
  });

  test.each([
    { side: "right", dearer: "XN", cheaper: "XS" },
    { side: "left", dearer: "XS", cheaper: "XN" },
  ])(
    "across the oncoming traffic cost more, where it keeps to the $side",
    async ({ side, dearer, cheaper }) => {
      const { drive, on } = streetsOf(
        {
          nodes: { W: [0, 0], X: [200, 0], N: [200, 200], S: [200, -200] },
          streets: [["WX"], ["XN"], ["XS"]],
        },
        { drivesOnLeft: side === "left" },
      );
      const seconds = async (to: string) => (await drive(on("WX"), on(to))).seconds;
      const straight = 200 / (25 / 3.6);
      expect((await seconds(dearer)) - (await seconds(cheaper))).toBeWithin(3, 6);
      expect((await seconds(cheaper)) - straight).toBeWithin(2, 6);
    },
  );

  test("a bend of a street that nothing leads off costs nothing", async () => {
    const { drive, on } = streetsOf({
      nodes: { A: [0, 0], B: [200, 0], C: [200, 200] },
      streets: [["AB"], ["BC"]],
    });
    expect((await drive(on("AB"), on("BC"))).seconds).toBeCloseTo(28.8, 1);
  });

  test("round are made where a street ends, and never at a crossing", async () => {
    const { drive, on } = streetsOf({
      nodes: { A: [0, 0], B: [200, 0], C: [400, 0], D: [200, 100], E: [0, 200] },
      streets: [
        ["AB", { oneway: "yes" }],
        ["BC"],
        ["BD"],
        ["DE", { oneway: "yes" }],
        ["EA", { oneway: "yes" }],
      ],
    });
    // From B's east back to it: by the end at C, not by turning round at B.
    const { over, seconds } = await drive(on("AB", 0.5), on("BC", 0.5));
    expect(over).toBe("B");
    const round = await drive(on("BC", 0.5), on("BC", 0.4));
    expect(round.over).toBe("");
    expect(seconds).toBeLessThan(60);
  });
});

describe("the nearest street", () => {
  const DISTANT = { X: [0, -300], Y: [100, -300] } as const;

  test("is not one on an island", async () => {
    const { router } = streetsOf({
      nodes: { ...BLOCKS, ...DISTANT },
      streets: [...ALL.map((name): PlannedStreet => [name]), ["XY"]],
    });
    const snap = router.snap(at(50, -290), "car");
    expect(snap?.meters).toBeCloseTo(290, 0);
    expect(groundMeters(snap?.point ?? at(0, 0), at(50, 0))).toBeLessThan(0.1);
  });

  test("is not one that leads away for ever, nor one that cannot be reached", async () => {
    const { router } = streetsOf({
      nodes: { ...BLOCKS, X: [0, -300] },
      streets: [...ALL.map((name): PlannedStreet => [name]), ["DX", { oneway: "yes" }]],
    });
    expect(router.snap(at(0, -100), "car")?.meters).toBeCloseTo(100, 0);
  });

  test.each<Tags>([{ tunnel: "yes" }, { layer: "-1" }, { level: "-2", indoor: "yes" }])(
    "is above the ground: not %j, through which the way may lead all the same",
    async tags => {
      const { router, over, on } = blocks({ DE: tags });
      expect(router.snap(on("DE", 0.5), "car")?.meters).toBeCloseTo(100, 0);
      expect(await over(on("AD", 0.9), on("BE", 0.9))).toBe("DE");
    },
  );

  test("may lead through a building", () => {
    const { router, on } = blocks({ DE: { tunnel: "building_passage" } });
    expect(router.snap(on("DE", 0.5), "car")?.meters).toBeCloseTo(0, 1);
  });

  test("depends on the vehicle", () => {
    const { router, on } = blocks({ DE: { highway: "footway" } });
    expect(router.snap(on("DE", 0.5), "bike")?.meters).toBeCloseTo(0, 1);
    expect(router.snap(on("DE", 0.5), "car")?.meters).toBeCloseTo(100, 0);
  });

  test.each([
    [499, true],
    [501, false],
  ])("%d m away: %j", (meters, isFound) => {
    const { router } = blocks();
    expect(router.snap(at(200, -meters), "car") !== null).toBe(isFound);
  });

  test("does not exist where there are no streets", () => {
    const { router } = streetsOf({ nodes: {}, streets: [] });
    expect(router.snap(at(0, 0), "bike")).toBeNull();
  });
});

describe("gaps", () => {
  test("a way that names a node which the extract lacks ends there, and is not led across", async () => {
    const city = blocks();
    expect(await city.over(city.on("AD", 0.9), city.on("BE", 0.9))).toBe("DE");
    const torn = streetsOf({
      nodes: { ...BLOCKS, M: [60, 0], N: [140, 0] },
      streets: ["AB", "BC", "AD", "BE", "CF", "DM?NE", "EF"].map((name): PlannedStreet => [name]),
    });
    expect(await torn.over(torn.on("AD", 0.9), torn.on("BE", 0.9))).toBe("AB");
    expect(await torn.over(torn.on("AD", 0.9), torn.on("NE", 0.2))).toBe("ABE");
    expect(torn.report).toMatchObject({ waysWithGaps: 1 });
    expect(torn.report.kilometers.car).toBeCloseTo(1.32, 2);
  });
});
