import { useEffect, useState } from "react";
import { onUpdate } from "./service-worker.ts";

/** The function that changes to the new version, once one is there; null until then. Never by itself: not in a stop. */
export function useAppUpdate(): (() => void) | null {
  const [update, setUpdate] = useState<(() => void) | null>(null);
  useEffect(() => onUpdate(next => setUpdate(() => next)), []);
  return update;
}
