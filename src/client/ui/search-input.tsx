import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { AdornedInput } from "./text-input.tsx";
import { useDebounced } from "./use-debounced.ts";

type SearchInputProps = {
  /** What the list is searched for now. */
  query: string;
  /** Called when typing has stood still for a moment. */
  onSearch: (query: string) => void;
  label: string;
  placeholder?: string;
  className?: string;
};

const SETTLE_MS = 250;
const LONGEST_QUERY = 80;

/** Narrows a list as one types; the cross (or Escape) empties it. */
export function SearchInput({ query, onSearch, label, placeholder, className }: SearchInputProps) {
  const [text, setText] = useState(query);
  const settled = useDebounced(text, SETTLE_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed asks anew
  useEffect(() => {
    if (settled.trim() !== query) onSearch(settled.trim());
  }, [settled]);
  return (
    <AdornedInput
      type="search"
      aria-label={label}
      placeholder={placeholder ?? label}
      value={text}
      maxLength={LONGEST_QUERY}
      className={`[&_input::-webkit-search-cancel-button]:hidden ${className ?? ""}`}
      before={<Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
      after={
        text ? (
          <button
            type="button"
            aria-label="Empty the search"
            className="-mr-1 rounded-control p-1 hover:text-ink"
            onClick={() => setText("")}
          >
            <X aria-hidden className="size-4" strokeWidth={1.75} />
          </button>
        ) : null
      }
      onChange={event => setText(event.target.value)}
      onKeyDown={event => {
        if (event.key === "Escape" && text) {
          event.stopPropagation();
          setText("");
        }
      }}
    />
  );
}
