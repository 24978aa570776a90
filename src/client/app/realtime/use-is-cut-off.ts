import { isCutOff } from "../../ui/live-strip.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useLiveness } from "../providers.tsx";

/** Nothing new reaches this page: what is on it was so, and nobody here knows whether it still is. */
export function useIsCutOff(): boolean {
  const now = useNow(5_000);
  return isCutOff(useLiveness(), now);
}
