import { Search } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { Key } from "./key.tsx";
import { AdornedInput } from "./text-input.tsx";

type SearchFieldProps = {
  /** What is searched for, as the screen (its address) has it. */
  value: string;
  /** Told when the typing has paused. */
  onChange: (value: string) => void;
  label: string;
  placeholder: string;
  /** The key that jumps here. */
  hint?: string;
  ref?: Ref<HTMLInputElement>;
  className?: string;
};

const PAUSE_MS = 200;

/** Typed text is the field's own until it pauses: an address that follows later must not swallow letters. */
export function SearchField({ value, onChange, label, placeholder, hint, ref, className }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    // Changed from outside ("Show all orders", the way back).
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      latest.current(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <AdornedInput
      ref={ref}
      type="search"
      className={className}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      before={<Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
      after={
        hint && !text ? (
          <span className="max-md:hidden">
            <Key>{hint}</Key>
          </span>
        ) : null
      }
      onChange={event => setText(event.target.value)}
      onKeyDown={event => {
        if (event.key !== "Escape") return;
        setText("");
        event.currentTarget.blur();
      }}
    />
  );
}
