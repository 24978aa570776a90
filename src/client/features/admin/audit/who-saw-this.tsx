import { Eye } from "lucide-react";
import { Link } from "react-router";

/** Leads to the reads of the log that are about one order or one account. */
export function WhoSawThis({ id }: { id: string }) {
  return (
    <Link
      to={`/admin/audit?group=reads&subject=${id}`}
      className="inline-flex h-9 items-center gap-1.5 rounded-control px-2 font-medium text-brand text-sm hover:underline"
    >
      <Eye aria-hidden className="size-4" strokeWidth={1.75} />
      Who saw this
    </Link>
  );
}
