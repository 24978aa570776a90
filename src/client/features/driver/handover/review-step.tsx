import { CloudOff } from "lucide-react";
import { useState } from "react";
import { useLiveness } from "../../../app/providers.tsx";
import { Button } from "../../../ui/button.tsx";
import { ActionBar } from "../parts/action-bar.tsx";
import type { ProofDraft } from "../phone/phone-store.ts";
import { usePictureUrl } from "./use-proof-draft.ts";

type ReviewStepProps = {
  draft: ProofDraft;
  onRetake: () => void;
  onSignAgain: () => void;
  onDelivered: () => Promise<void>;
};

/** What will prove the delivery, once more before it counts. */
export function ReviewStep({ draft, onRetake, onSignAgain, onDelivered }: ReviewStepProps) {
  const { connection } = useLiveness();
  const photo = usePictureUrl(draft.photo);
  const signature = usePictureUrl(draft.signature);
  const [isSaving, setIsSaving] = useState(false);
  const deliver = async () => {
    setIsSaving(true);
    await onDelivered().catch(() => setIsSaving(false));
  };
  return (
    <>
      <div className="mx-auto flex w-full max-w-120 flex-1 flex-col gap-5 px-4 pb-6">
        {photo ? (
          <Evidence title="Photo" again="Retake" onAgain={onRetake}>
            <img src={photo} alt="The parcel as it was left" className="max-h-72 w-full object-cover" />
          </Evidence>
        ) : null}
        {signature ? (
          <Evidence
            title={draft.signedBy ? `Taken by ${draft.signedBy}` : "Signature"}
            again="Sign again"
            onAgain={onSignAgain}
          >
            <img src={signature} alt="The signature" className="h-36 w-full bg-white object-contain" />
          </Evidence>
        ) : null}
        {!photo && !signature ? (
          <p className="py-10 text-center text-lg">Give the parcel to the recipient, then confirm.</p>
        ) : null}
        {connection === "offline" ? (
          <p className="flex items-start gap-3 text-ink-soft text-lg">
            <CloudOff aria-hidden className="mt-0.5 size-5 shrink-0" strokeWidth={1.75} />
            No network: this stays on the phone and is sent by itself.
          </p>
        ) : null}
      </div>
      <ActionBar>
        <Button tone="primary" size="thumb" pending={isSaving} onClick={deliver}>
          Delivered
        </Button>
      </ActionBar>
    </>
  );
}

type EvidenceProps = { title: string; again: string; onAgain: () => void; children: React.ReactNode };

function Evidence({ title, again, onAgain, children }: EvidenceProps) {
  return (
    <figure className="overflow-hidden rounded-card border border-hairline bg-surface">
      {children}
      <figcaption className="flex items-center justify-between gap-3 border-t py-1 pr-2 pl-4">
        <span className="min-w-0 truncate font-medium text-lg">{title}</span>
        <Button tone="bare" className="h-11 text-lg" onClick={onAgain}>
          {again}
        </Button>
      </figcaption>
    </figure>
  );
}
