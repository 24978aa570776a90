import { useEffect, useState } from "react";
import { useTracker } from "../work/use-driver-phone.ts";

/** `prompt`: the browser would ask. `unsupported`: this device tells no positions. `unknown`: not found out yet. */
export type PositionAccess = "granted" | "prompt" | "denied" | "unsupported" | "unknown";

/** Whether this page may know the position: from the permission, and from what the phone has really answered. */
export function usePositionAccess(): PositionAccess {
  const permission = usePermission();
  const { isAllowed, problem } = useTracker();
  if (!("geolocation" in navigator)) return "unsupported";
  if (isAllowed) return "granted";
  return problem === "denied" ? "denied" : permission;
}

/** Follows the permission, also when it is changed in the browser's own settings. */
function usePermission(): PermissionState | "unknown" {
  const [permission, setPermission] = useState<PermissionState | "unknown">("unknown");
  useEffect(() => {
    let status: PermissionStatus | null = null;
    const settle = () => status && setPermission(status.state);
    if (!navigator.permissions) return setPermission("prompt");
    navigator.permissions.query({ name: "geolocation" }).then(
      found => {
        status = found;
        settle();
        status.addEventListener("change", settle);
      },
      () => setPermission("prompt"),
    );
    return () => status?.removeEventListener("change", settle);
  }, []);
  return permission;
}
