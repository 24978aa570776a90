import { canvasBlob } from "./shrink-photo.ts";

const WIDTH = 900;
const HEIGHT = 360;
const LARGEST_PIXELS = 84;
const INK = "#10222b";

/** A typed name as a picture that says what it is, for those who cannot or do not want to sign on glass. */
export async function drawName(name: string, at: Date): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = INK;
  context.textAlign = "center";
  let size = LARGEST_PIXELS;
  do context.font = `italic 500 ${size}px "IBM Plex Sans", sans-serif`;
  while (context.measureText(name).width > WIDTH - 100 && --size > 20);
  context.fillText(name, WIDTH / 2, 190);
  context.fillRect(60, 240, WIDTH - 120, 2);
  context.font = '26px "IBM Plex Sans", sans-serif';
  const when = at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
  context.fillText(`Name typed at the door, ${when}`, WIDTH / 2, 296);
  return canvasBlob(canvas, "image/png");
}
