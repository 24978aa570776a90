import { useId } from "react";

export type Segment<Value extends string> = { value: Value; label: string; count?: number | undefined };

type SegmentedProps<Value extends string> = {
  /** Read out before the choices. */
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  segments: readonly Segment<Value>[];
  className?: string;
};

/** One of a few that all stay in sight: a row of radio buttons. Arrow keys move it. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, onChange, segments, className } = props;
  const name = useId();
  return (
    <fieldset
      className={`flex h-9 min-w-0 max-w-full gap-0.5 overflow-x-auto rounded-control bg-ink/6 p-0.5 ${className ?? ""}`}
    >
      <legend className="sr-only">{label}</legend>
      {segments.map(segment => (
        <label
          key={segment.value}
          className="relative flex cursor-pointer items-center gap-1.5 whitespace-nowrap rounded-[4px] px-3 font-medium text-ink-soft text-sm transition-colors duration-120 hover:text-ink has-[:checked]:bg-surface has-[:checked]:text-ink has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-brand dark:has-[:checked]:bg-raised"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={value === segment.value}
            onChange={() => onChange(segment.value)}
          />
          {segment.label}
          {segment.count === undefined ? null : <span className="text-ink-soft">{segment.count}</span>}
        </label>
      ))}
    </fieldset>
  );
}
