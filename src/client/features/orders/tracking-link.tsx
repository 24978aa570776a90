import { useState } from "react";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Time } from "../../ui/time.tsx";
import { trackingUrl } from "./order-words.ts";
import { useOrderCommands } from "./use-order-commands.ts";

/** The recipient's link: to open, copy, end or replace, and how long it leads somewhere. */
export function TrackingLink({ order }: { order: OrderView }) {
  const now = useServerNow(60_000);
  const { trackingToken: token, trackingLink: link } = order;
  if (!link) return null;
  const hasEnded = link.expiresAt !== null && Date.parse(link.expiresAt) < now;
  return (
    <span className="flex flex-col items-start gap-1.5">
      {token && !hasEnded ? (
        <span className="flex flex-wrap items-center gap-2">
          <a
            className="text-brand underline decoration-1 underline-offset-3"
            href={trackingUrl(token)}
            target="_blank"
            rel="noreferrer"
          >
            Open
          </a>
          <CopyButton text={trackingUrl(token)}>Copy tracking link</CopyButton>
        </span>
      ) : null}
      <span className="text-ink-soft text-sm">
        {token && link.expiresAt ? (
          <>
            {hasEnded ? "Ended" : "Leads to the parcel until"} <Time at={link.expiresAt} />
          </>
        ) : (
          "Revoked: nobody can follow by it"
        )}
      </span>
      <LinkActions order={order} can={hasEnded ? ["reissue"] : link.can} />
    </span>
  );
}

/** Both cut off who follows now, so both ask first. */
const QUESTIONS = {
  revoke: {
    title: "Revoke the tracking link?",
    text: "Whoever has it sees nothing from now on, at once. You can make a new one later.",
    button: "Revoke",
  },
  reissue: {
    title: "Make a new tracking link?",
    text: "The old one stops working at once. Send the new one to the recipient.",
    button: "New link",
  },
} as const;
type LinkAction = keyof typeof QUESTIONS;

function LinkActions({ order, can }: { order: OrderView; can: readonly LinkAction[] }) {
  const { revokeLink, reissueLink } = useOrderCommands(order.id);
  const [asked, setAsked] = useState<LinkAction | null>(null);
  const commands = { revoke: revokeLink, reissue: reissueLink };
  const choose = (action: LinkAction) => {
    // Nobody loses anything by a new link when there is no old one.
    if (action === "reissue" && !can.includes("revoke")) reissueLink.mutate();
    else setAsked(action);
  };
  const question = asked && QUESTIONS[asked];
  return (
    <span className="flex flex-wrap gap-2">
      {can.map(action => (
        <Button
          key={action}
          size="small"
          tone={action === "revoke" ? "dangerQuiet" : "quiet"}
          pending={commands[action].isPending}
          onClick={() => choose(action)}
        >
          {QUESTIONS[action].button}
        </Button>
      ))}
      {asked && question ? (
        <Dialog
          open
          onOpenChange={() => setAsked(null)}
          title={question.title}
          description={question.text}
          actions={
            <>
              <Button onClick={() => setAsked(null)}>Keep the link</Button>
              <Button
                tone={asked === "revoke" ? "danger" : "primary"}
                pending={commands[asked].isPending}
                onClick={() => commands[asked].mutate(undefined, { onSuccess: () => setAsked(null) })}
              >
                {question.button}
              </Button>
            </>
          }
        />
      ) : null}
    </span>
  );
}
