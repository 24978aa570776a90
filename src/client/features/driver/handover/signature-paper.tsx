import type { RefCallback } from "react";

type SignaturePaperProps = { canvasRef: RefCallback<HTMLCanvasElement>; isEmpty: boolean };

/** White paper in either theme: what is drawn here is what is kept. */
export function SignaturePaper({ canvasRef, isEmpty }: SignaturePaperProps) {
  return (
    <div className="relative h-56 overflow-hidden rounded-card border-2 border-hairline-strong bg-white">
      <canvas ref={canvasRef} aria-label="Sign here" className="absolute inset-0 size-full touch-none" />
      <span
        aria-hidden
        className="pointer-events-none absolute right-6 bottom-14 left-6 border-black/40 border-b"
      />
      {isEmpty ? (
        <span aria-hidden className="pointer-events-none absolute bottom-6 left-6 text-black/70 text-lg">
          Sign here
        </span>
      ) : null}
    </div>
  );
}
