import { useCallback, useRef, useState } from "react";
import SignaturePad from "signature_pad";
import { canvasBlob } from "./shrink-photo.ts";

const INK = "#10222b";
/** Sharper than this only makes the file larger. */
const MOST_DENSITY = 2;

/** A signature pad on the canvas that `canvasRef` is given to; keeps the strokes when the phone is turned. */
export function useSignaturePad() {
  const pad = useRef<SignaturePad | null>(null);
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const [hasInk, setHasInk] = useState(false);

  const canvasRef = useCallback((element: HTMLCanvasElement | null) => {
    if (!element) return;
    canvas.current = element;
    const created = new SignaturePad(element, {
      penColor: INK,
      backgroundColor: "#fff",
      minWidth: 1.1,
      maxWidth: 2.8,
    });
    pad.current = created;
    setHasInk(false);
    const onStroke = () => setHasInk(true);
    created.addEventListener("beginStroke", onStroke);
    const resize = () => {
      const density = Math.min(MOST_DENSITY, Math.max(1, devicePixelRatio));
      const strokes = created.toData();
      element.width = element.offsetWidth * density;
      element.height = element.offsetHeight * density;
      element.getContext("2d")?.scale(density, density);
      created.clear();
      created.fromData(strokes);
    };
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.removeEventListener("beginStroke", onStroke);
      created.off();
      pad.current = null;
      canvas.current = null;
    };
  }, []);

  return {
    canvasRef,
    hasInk,
    clear: () => {
      pad.current?.clear();
      setHasInk(false);
    },
    picture: (): Promise<Blob> => {
      if (!canvas.current) throw new Error("there is no paper to sign on");
      return canvasBlob(canvas.current, "image/png");
    },
  };
}
