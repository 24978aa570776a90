/** The map's sign of a stop: a square with the vendor's initial, or a drop. */
export function PlaceSign({ kind, initial }: { kind: "pickup" | "delivery"; initial?: string }) {
  if (kind === "pickup") {
    return (
      <span
        aria-hidden
        className="inline-flex size-7 shrink-0 items-center justify-center rounded-[5px] bg-ink font-semibold text-paper text-sm"
      >
        {initial}
      </span>
    );
  }
  return (
    <span aria-hidden className="inline-flex size-7 shrink-0 items-center justify-center">
      <span className="flex size-6 rotate-45 items-center justify-center rounded-full rounded-br-none bg-brand">
        <span className="size-2 rounded-full bg-on-brand" />
      </span>
    </span>
  );
}
