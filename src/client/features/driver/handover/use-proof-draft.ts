import { useCallback, useEffect, useState } from "react";
import type { OrderId } from "../../../../shared/ids.ts";
import type { ProofDraft } from "../phone/phone-store.ts";
import { usePhone } from "../work/use-driver-phone.ts";

/**
 * The proof of one order while it is being gathered. Every step is on the phone's disk before the next begins: the
 * camera may cost the page its life, and the driver comes back to where he was.
 */
export function useProofDraft(orderId: OrderId) {
  const { drafts } = usePhone();
  const [draft, setDraft] = useState<ProofDraft | null>(null);
  useEffect(() => {
    let isGone = false;
    drafts.find(orderId).then(found => {
      if (!isGone) setDraft(found ?? { orderId, photo: null, signature: null, signedBy: "" });
    });
    return () => {
      isGone = true;
    };
  }, [drafts, orderId]);

  const change = useCallback(
    async (part: Partial<ProofDraft>) => {
      if (!draft) return;
      const next = { ...draft, ...part };
      await drafts.save(next);
      setDraft(next);
    },
    [draft, drafts],
  );
  return { draft, change };
}

/** A picture on the phone as an address for `<img>`; given back when it is no longer shown. */
export function usePictureUrl(picture: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!picture) return setUrl(null);
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return url;
}
