import { crc32, deflateSync } from "node:zlib";

export type Colour = readonly [red: number, green: number, blue: number];

/** A picture that is drawn in memory and leaves as PNG. */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  rectangle(x: number, y: number, width: number, height: number, colour: Colour): void;
  /** Colours from top to bottom. */
  gradient(top: Colour, bottom: Colour): void;
  /** A round brush moved along the points. */
  stroke(points: readonly (readonly [x: number, y: number])[], thickness: number, colour: Colour): void;
  png(): Uint8Array<ArrayBuffer>;
};

const CHANNELS = 3;

export function createCanvas(width: number, height: number): Canvas {
  const pixels = new Uint8Array(width * height * CHANNELS).fill(255);

  function rectangle(x: number, y: number, wide: number, tall: number, [red, green, blue]: Colour): void {
    const left = Math.max(0, Math.round(x));
    const right = Math.min(width, Math.round(x + wide));
    const bottom = Math.min(height, Math.round(y + tall));
    for (let row = Math.max(0, Math.round(y)); row < bottom; row++) {
      for (let at = (row * width + left) * CHANNELS; at < (row * width + right) * CHANNELS; at += CHANNELS) {
        pixels[at] = red;
        pixels[at + 1] = green;
        pixels[at + 2] = blue;
      }
    }
  }

  function dot(x: number, y: number, radius: number, colour: Colour): void {
    for (let row = -radius; row <= radius; row++) {
      const half = Math.sqrt(Math.max(0, radius * radius - row * row));
      rectangle(x - half, y + row, 2 * half + 1, 1, colour);
    }
  }

  return {
    width,
    height,
    rectangle,
    gradient(top, bottom) {
      for (let row = 0; row < height; row++) {
        const share = row / height;
        const mix = (from: number, to: number) => Math.round(from + (to - from) * share);
        rectangle(0, row, width, 1, [mix(top[0], bottom[0]), mix(top[1], bottom[1]), mix(top[2], bottom[2])]);
      }
    },
    stroke(points, thickness, colour) {
      for (const [index, [x, y]] of points.entries()) {
        const [nextX, nextY] = points[index + 1] ?? [x, y];
        const steps = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y)));
        for (let step = 0; step <= steps; step++) {
          const share = step / steps;
          dot(x + (nextX - x) * share, y + (nextY - y) * share, thickness / 2, colour);
        }
      }
    },
    png: () => encodePng(width, height, pixels),
  };
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** PNG, third edition (W3C 2025), sections 5 and 11: truecolour of 8 bits, no filter. */
function encodePng(width: number, height: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const stride = width * CHANNELS;
  const rows = Buffer.alloc(height * (stride + 1));
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  }
  const parts = [
    Buffer.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 3 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
