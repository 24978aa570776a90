import { useCallback } from "react";
import { useSearchParams } from "react-router";

/**
 * What narrows a list lives in its address, so that a reload, a link and the way back keep it. `change` with null or
 * an empty text takes a filter out.
 */
export function useUrlFilter() {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: Record<string, string | null>) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { get: (name: string) => params.get(name) ?? "", change };
}

/** The value among `options` that `text` is, or the first one: an address can hold anything. */
export const oneOf = <Value extends string>(
  options: readonly [{ value: Value }, ...{ value: Value }[]],
  text: string,
): Value => options.find(({ value }) => value === text)?.value ?? options[0].value;
