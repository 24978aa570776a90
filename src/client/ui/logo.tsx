/** The mark: three beads on a thread. */
export function Logo({ withName }: { withName?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5">
      <svg viewBox="0 0 32 32" className="size-8 text-brand" role="img" aria-label="MedEx">
        <rect width="32" height="32" rx="8" fill="currentColor" />
        <g className="text-on-brand" stroke="currentColor" fill="currentColor">
          <path d="M7 16h18" strokeWidth="2" opacity=".55" />
          <circle cx="7.5" cy="16" r="3" stroke="none" />
          <circle cx="16" cy="16" r="4.6" className="fill-brand" strokeWidth="2.4" />
          <circle cx="16" cy="16" r="1.7" stroke="none" />
          <circle cx="24.5" cy="16" r="2.2" className="fill-brand" strokeWidth="1.8" />
        </g>
      </svg>
      {withName ? <span className="font-semibold text-lg">MedEx</span> : null}
    </span>
  );
}
