import { useLiveness, useSession } from "../../../app/providers.tsx";

/** Why nothing new reaches this phone, in words; null while it is connected, or about to be for the first time. */
export function useCutOff(): string | null {
  const { connection } = useLiveness();
  const session = useSession();
  if (connection === "offline") return "no network";
  if (connection === "reconnecting") return "reconnecting";
  return session.status === "unknown" ? "MedEx does not answer" : null;
}
