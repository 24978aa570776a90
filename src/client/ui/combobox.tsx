import { LoaderCircle } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from "react";
import type { FieldControlProps } from "./field.tsx";
import { AdornedInput } from "./text-input.tsx";

export type Suggestion<Item> = { key: string; label: string; detail?: string; icon?: ReactNode; item: Item };

type ComboboxProps<Item> = Partial<FieldControlProps> & {
  /** What stands in the field. */
  text: string;
  /** Typed by hand: what was chosen before no longer holds. */
  onText: (text: string) => void;
  onChoose: (item: Item) => void;
  /** Finds suggestions; `signal` fires when a newer question makes the answer stale. */
  suggest: (text: string, signal: AbortSignal) => Promise<Suggestion<Item>[]>;
  placeholder?: string;
  onBlur?: () => void;
  icon?: ReactNode;
  autoFocus?: boolean;
  /** For a form that puts the focus where something is missing. */
  inputRef?: Ref<HTMLInputElement> | undefined;
  /** Said when nothing was found. */
  nothing?: string;
};

const DEBOUNCE_MS = 250;
const SHORTEST_QUERY = 2;

type Found<Item> = { status: "idle" | "asking" | "failed" | "found"; items: Suggestion<Item>[] };

/** A text field with suggestions: 250 ms debounce, stale questions aborted, wholly usable by keyboard (APG combobox). */
export function Combobox<Item>(props: ComboboxProps<Item>) {
  const {
    text,
    onText,
    onChoose,
    suggest,
    placeholder,
    onBlur,
    icon,
    autoFocus,
    inputRef,
    nothing,
    ...control
  } = props;
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const found = useSuggestions(text, open, suggest);
  const activeRef = useRef<HTMLDivElement>(null);
  // In braces: newer browsers answer a promise here, which an effect must not return.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row that is active has changed
  useEffect(() => {
    activeRef.current?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const choose = ({ item }: Suggestion<Item>) => {
    onChoose(item);
    setOpen(false);
    setActive(-1);
  };

  const move = (step: number) => {
    setOpen(true);
    const count = found.items.length;
    if (count > 0) setActive(current => (current + step + count + (current < 0 && step < 0 ? 1 : 0)) % count);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = found.items[active];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && open && chosen) choose(chosen);
    else if (event.key === "Escape" && open) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const isListed = open && found.status !== "idle";
  return (
    <div className="relative">
      <AdornedInput
        {...control}
        ref={inputRef}
        role="combobox"
        aria-expanded={isListed}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isListed && active >= 0 ? `${listId}-${active}` : undefined}
        value={text}
        placeholder={placeholder}
        autoFocus={autoFocus}
        before={icon}
        after={
          found.status === "asking" ? (
            <LoaderCircle aria-hidden className="size-4 animate-spin" strokeWidth={1.75} />
          ) : null
        }
        onChange={event => {
          onText(event.target.value);
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false);
          onBlur?.();
        }}
      />
      {isListed ? (
        <div
          id={listId}
          role="listbox"
          className="absolute top-full right-0 left-0 z-40 mt-1 max-h-72 animate-appear overflow-y-auto rounded-card border border-hairline bg-raised p-1 shadow-float"
        >
          {found.items.map((suggestion, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field (aria-activedescendant)
            <div
              key={suggestion.key}
              id={`${listId}-${index}`}
              ref={index === active ? activeRef : null}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={`flex min-h-10 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 ${
                index === active ? "bg-ink/6" : ""
              }`}
              onPointerDown={event => event.preventDefault()}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(suggestion)}
            >
              {suggestion.icon}
              <span className="min-w-0 flex-1 truncate">{suggestion.label}</span>
              {suggestion.detail ? <span className="text-ink-soft text-sm">{suggestion.detail}</span> : null}
            </div>
          ))}
          {found.items.length === 0 && found.status !== "asking" ? (
            <div className="px-2.5 py-2 text-ink-soft text-sm">
              {found.status === "failed"
                ? "Suggestions cannot be reached. Type the whole address."
                : (nothing ?? "Nothing found. Check the spelling.")}
            </div>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function useSuggestions<Item>(
  text: string,
  enabled: boolean,
  suggest: ComboboxProps<Item>["suggest"],
): Found<Item> {
  const [found, setFound] = useState<Found<Item>>({ status: "idle", items: [] });
  const latest = useRef(suggest);
  latest.current = suggest;
  useEffect(() => {
    const query = text.trim();
    if (!enabled || query.length < SHORTEST_QUERY) {
      setFound({ status: "idle", items: [] });
      return;
    }
    const stale = new AbortController();
    const timer = setTimeout(async () => {
      setFound(before => ({ status: "asking", items: before.items }));
      try {
        const items = await latest.current(query, stale.signal);
        if (!stale.signal.aborted) setFound({ status: "found", items });
      } catch {
        if (!stale.signal.aborted) setFound({ status: "failed", items: [] });
      }
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      stale.abort();
    };
  }, [text, enabled]);
  return found;
}
