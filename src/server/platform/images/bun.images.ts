import { DomainError } from "../../../shared/errors.ts";
import { createTurnstile } from "../turnstile/turnstile.ts";
import type { CleanImage, Images } from "./images.port.ts";

/** 50 megapixels: every phone's camera, and at most 200 MB while it is decoded. */
const MAX_PIXELS = 50_000_000;
const ACCEPTED = ["jpeg", "png", "webp"];
const JPEG_QUALITY = 82;

/** One at a time: the largest picture takes 200 MB, and the threads that decode it also check everybody's tokens. */
const DECODED_AT_ONCE = 1;
const DECODES_WAITING = 20;

/** Pictures by `Bun.Image`: decodes off the main thread, applies and then drops EXIF, knows no SVG. */
export function createBunImages(): Images {
  const turnstile = createTurnstile({ atOnce: DECODED_AT_ONCE, waiting: DECODES_WAITING });
  return {
    photo: (bytes, side) =>
      turnstile(() =>
        reencode(bytes, side, async image => ({
          bytes: await image.jpeg({ quality: JPEG_QUALITY }).bytes(),
          contentType: "image/jpeg",
        })),
      ),
    drawing: (bytes, side) =>
      turnstile(() =>
        reencode(bytes, side, async image => ({
          bytes: await image.png().bytes(),
          contentType: "image/png",
        })),
      ),
  };
}

async function reencode(
  bytes: Uint8Array,
  side: number,
  encode: (image: Bun.Image) => Promise<Pick<CleanImage, "bytes" | "contentType">>,
): Promise<CleanImage> {
  try {
    const { format } = await open(bytes).metadata();
    if (!ACCEPTED.includes(format) || (format === "jpeg" && !endsAsJpeg(bytes)))
      throw new DomainError("NOT_AN_IMAGE");
    const scaled = open(bytes).resize(side, side, { fit: "inside", withoutEnlargement: true });
    const clean = await encode(scaled);
    const { width, height } = await open(clean.bytes).metadata();
    return { ...clean, width, height };
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw Object.assign(new DomainError("NOT_AN_IMAGE"), { cause });
  }
}

const open = (bytes: Uint8Array) => new Bun.Image(bytes, { maxPixels: MAX_PIXELS });

/** The decoder fills a truncated JPEG with grey and says nothing: look for the end-of-image marker (ITU T.81, B.1.1.3). */
const endsAsJpeg = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes).lastIndexOf(Buffer.from([0xff, 0xd9])) > 0;
