import { ImageOff } from "lucide-react";
import { useState } from "react";
import { Dialog } from "../../ui/dialog.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { usePrivateImage } from "./use-private-image.ts";

const NAME = { photo: "Photo of the handover", signature: "Signature" } as const;

/** One piece of evidence, small; larger when it is opened. */
export function ProofImage({ url, kind }: { url: string; kind: keyof typeof NAME }) {
  const { address, isFailed, retry } = usePrivateImage(url);
  const [isOpen, setIsOpen] = useState(false);
  if (isFailed) {
    return (
      <button
        type="button"
        onClick={retry}
        className="flex h-20 w-28 flex-col items-center justify-center gap-1 rounded-control border text-ink-soft text-xs"
      >
        <ImageOff aria-hidden className="size-4" strokeWidth={1.75} />
        Load again
      </button>
    );
  }
  if (!address) return <Skeleton className="h-20 w-28" />;
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        className="overflow-hidden rounded-control border bg-white"
        aria-label={`${NAME[kind]}: show larger`}
      >
        <img
          src={address}
          alt={NAME[kind]}
          className="h-20 w-28 object-cover data-[kind=signature]:object-contain"
          data-kind={kind}
        />
      </button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={NAME[kind]} wide>
        <img
          src={address}
          alt={NAME[kind]}
          className="mx-auto max-h-[70vh] rounded-control bg-white object-contain"
        />
      </Dialog>
    </>
  );
}
