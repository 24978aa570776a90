import { useNow } from "../ui/use-now.ts";
import { useConnection } from "./providers.tsx";

/** The server's time in milliseconds, told anew every `intervalMs`: what the server has dated is measured by it. */
export const useServerNow = (intervalMs: number): number =>
  useNow(intervalMs) + useConnection().clock.offsetMs();
