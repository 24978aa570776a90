import { type ReactNode, useEffect, useId, useRef } from "react";

type PhoneSheetProps = { title: string; children: ReactNode; onClose: () => void; closeLabel?: string };

/** Rises from the bottom edge, within reach of the thumb; closes by its button, by Escape and by a tap beside it. */
export function PhoneSheet({ title, children, onClose, closeLabel = "Close" }: PhoneSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={event => event.target === dialog.current && dialog.current.close()}
      className="driver-sheet mx-auto mt-auto mb-0 w-full max-w-120 animate-rise rounded-t-[16px] border border-hairline bg-surface p-0 text-ink shadow-float"
    >
      <div className="flex flex-col gap-1 px-4 pt-5 pb-[max(1rem,env(safe-area-inset-bottom))]">
        <h2 id={titleId} className="px-1 pb-2 font-semibold text-lg">
          {title}
        </h2>
        {children}
        <button
          type="button"
          onClick={() => dialog.current?.close()}
          className="mt-2 h-12 w-full rounded-control font-medium text-lg text-ink-soft hover:bg-ink/6"
        >
          {closeLabel}
        </button>
      </div>
    </dialog>
  );
}

const ROW =
  "flex min-h-14 w-full items-center gap-4 rounded-control px-3 py-2 text-left text-lg hover:bg-ink/6 active:bg-ink/8";

type SheetRowProps = { icon: ReactNode; children: ReactNode; detail?: ReactNode; danger?: boolean };

export function SheetButton({
  icon,
  children,
  detail,
  danger,
  onClick,
}: SheetRowProps & { onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className={`${ROW} ${danger ? "text-danger" : ""}`}>
      {icon}
      <RowText detail={detail}>{children}</RowText>
    </button>
  );
}

export function SheetLink({
  icon,
  children,
  detail,
  href,
  isOutside,
}: SheetRowProps & { href: string; isOutside?: boolean }) {
  return (
    <a href={href} className={ROW} {...(isOutside ? { target: "_blank", rel: "noreferrer" } : {})}>
      {icon}
      <RowText detail={detail}>{children}</RowText>
    </a>
  );
}

function RowText({ children, detail }: Pick<SheetRowProps, "children" | "detail">) {
  return (
    <span className="min-w-0 flex-1">
      <span className="block">{children}</span>
      {detail ? <span className="block text-base text-ink-soft">{detail}</span> : null}
    </span>
  );
}
