import { Ban, Check } from "lucide-react";
import { Badge } from "../../ui/badge.tsx";

const ICON = { "aria-hidden": true, className: "size-3.5", strokeWidth: 1.75 } as const;

/** Whether an account may come in. */
export function UserStateBadge({ isActive }: { isActive: boolean }) {
  return isActive ? (
    <Badge icon={<Check {...ICON} />}>Active</Badge>
  ) : (
    <Badge tone="danger" icon={<Ban {...ICON} />}>
      Deactivated
    </Badge>
  );
}
