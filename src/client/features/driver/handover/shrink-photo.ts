import { MAX_PROOF_SIDE_PIXELS } from "../../../../shared/proofs/proof.schema.ts";

const QUALITY = 0.82;

/** Width and height that keep the proportions with the longer side at most `longest`; never enlarges. */
function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A camera's picture as a JPEG of at most 1600 px, upright, without its metadata (position, device). Throws when the
 * phone cannot read the picture.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const { width, height } = fitted(bitmap.width, bitmap.height, MAX_PROOF_SIDE_PIXELS);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return await canvasBlob(canvas, "image/jpeg", QUALITY);
  } finally {
    bitmap.close();
  }
}

/** The canvas as a file. Throws when the phone has no memory left for it. */
export const canvasBlob = (canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error("no picture"))), type, quality),
  );
