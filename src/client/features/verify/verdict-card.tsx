import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import type { CustodyReport } from "../../../shared/custody/custody-report.ts";

type Look = { title: string; icon: LucideIcon; tone: string };

const LOOK = {
  intact: { title: "Intact", icon: CircleCheck, tone: "text-delivered" },
  broken: { title: "Broken", icon: CircleX, tone: "text-danger" },
  unproven: { title: "Not proven", icon: CircleHelp, tone: "text-attention-ink" },
} as const satisfies Record<CustodyReport["outcome"], Look>;

/** The verdict in a word, then in a sentence, then what to keep in mind. */
export function VerdictCard({ name, report }: { name: string; report: CustodyReport }) {
  const { title, icon: Icon, tone } = LOOK[report.outcome];
  return (
    <section className="rounded-card border border-hairline bg-surface p-5">
      <p className="text-ink-soft text-sm">{name}</p>
      <h2 className={`mt-1 flex items-center gap-2 font-semibold text-xl ${tone}`}>
        <Icon aria-hidden className="size-6" strokeWidth={1.75} />
        {title}
      </h2>
      <p className="mt-2">{report.words}</p>
      {report.remarks.map(remark => (
        <p key={remark} className="mt-2 text-ink-soft text-sm">
          {remark}
        </p>
      ))}
    </section>
  );
}
