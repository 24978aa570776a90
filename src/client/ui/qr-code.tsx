import { encode } from "uqr";

/** Modules of white around a code that readers need (ISO/IEC 18004, section 6.3.8). */
const QUIET_ZONE = 4;

/** A QR code: dark on white in every colour scheme, for many readers know no other. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const { size, data } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={`rounded-control bg-white ${className ?? ""}`}
    >
      <path d={path} fill="black" />
    </svg>
  );
}
