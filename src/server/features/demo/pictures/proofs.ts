import type { Chance } from "../chance.ts";
import { type Colour, createCanvas } from "./canvas.ts";

const WALLS: readonly Colour[] = [
  [226, 214, 190],
  [205, 216, 220],
  [214, 196, 184],
  [196, 204, 186],
];
const DOORS: readonly Colour[] = [
  [66, 92, 74],
  [122, 62, 48],
  [58, 72, 102],
  [94, 74, 56],
];
const FLOOR: Colour = [128, 122, 116];
const CARDBOARD: Colour = [196, 154, 104];
const TAPE: Colour = [224, 200, 150];
const COOL_BOX: Colour = [240, 244, 247];
const COOL_LID: Colour = [64, 128, 190];
const WHITE: Colour = [250, 250, 248];
const CROSS: Colour = [22, 130, 88];
const BRASS: Colour = [206, 176, 92];
const INK: Colour = [24, 32, 72];

/** A photo as a courier takes it: a door, and the parcel before it. A PNG of 480 x 360 pixels. */
export function doorstepPhoto(chance: Chance): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(480, 360);
  const [red, green, blue] = chance.pick(WALLS);
  canvas.gradient([red, green, blue], [red - 40, green - 40, blue - 40]);
  const door = chance.pick(DOORS);
  const left = chance.between(120, 220);
  canvas.rectangle(left - 12, 20, 194, 270, WHITE);
  canvas.rectangle(left, 32, 170, 258, door);
  canvas.rectangle(left + 24, 56, 122, 84, shaded(door, 18));
  canvas.rectangle(left + 24, 164, 122, 100, shaded(door, -12));
  canvas.rectangle(left + 148, 150, 10, 26, BRASS);
  canvas.rectangle(0, 290, 480, 70, FLOOR);
  const isCooled = chance.happens(0.5);
  const [x, y, width, height] = [left + chance.between(-40, 60), 236, chance.between(96, 130), 86];
  canvas.rectangle(x + 6, y + height - 4, width, 10, shaded(FLOOR, -40));
  canvas.rectangle(x, y, width, height, isCooled ? COOL_BOX : CARDBOARD);
  canvas.rectangle(x, y, width, isCooled ? 20 : 8, isCooled ? COOL_LID : shaded(CARDBOARD, -24));
  if (!isCooled) canvas.rectangle(x + width / 2 - 7, y, 14, height, TAPE);
  canvas.rectangle(x + 14, y + 34, 40, 40, WHITE);
  canvas.rectangle(x + 30, y + 38, 8, 32, CROSS);
  canvas.rectangle(x + 18, y + 50, 32, 8, CROSS);
  return canvas.png();
}

/** A name written with a finger on glass. A PNG of 420 x 160 pixels. */
export function signature(chance: Chance): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(420, 160);
  const letters = chance.whole(6, 10);
  const width = 320 / letters;
  const points: [number, number][] = [];
  for (let letter = 0; letter < letters; letter++) {
    const height = letter === 0 ? 60 : chance.between(12, 34);
    const lean = chance.between(-6, 10);
    for (let step = 0; step < 10; step++) {
      const turn = (step / 10) * 2 * Math.PI;
      const x = 50 + (letter + step / 10) * width + Math.sin(turn) * width * 0.45 + lean * Math.cos(turn);
      points.push([x, 90 - Math.sin(turn) * height * 0.6 - letter * 1.5]);
    }
  }
  canvas.stroke(points, 3, INK);
  canvas.stroke(
    [
      [60, 128],
      [chance.between(240, 360), chance.between(116, 132)],
    ],
    2,
    INK,
  );
  return canvas.png();
}

const shaded = (colour: Colour, by: number): Colour => {
  const [red, green, blue] = colour.map(part => Math.min(255, Math.max(0, part + by)));
  return [red ?? 0, green ?? 0, blue ?? 0];
};
