import { Toaster as Sonner, toast } from "sonner";
import { problemOf } from "../../sdk/problem.ts";
import { useTheme } from "./theme.ts";

/** Where toasts appear; once, at the root. */
export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme}
      position="bottom-center"
      offset={16}
      mobileOffset={{ bottom: 76 }}
      toastOptions={{
        classNames: {
          toast:
            "!bg-raised !text-ink !border-hairline !rounded-card !shadow-float !font-sans !text-base !items-start",
          description: "!text-ink-soft !text-sm",
          actionButton: "!bg-brand !text-on-brand !rounded-control !font-medium",
          icon: "!mt-0.5",
          success: "[&_[data-icon]]:!text-delivered",
          error: "[&_[data-icon]]:!text-danger",
        },
      }}
    />
  );
}

type Undo = { label: string; onClick: () => void };

/** Says that something has happened, after the server said so. */
export const tell = (text: string, options: { detail?: string; action?: Undo } = {}) =>
  toast.success(text, { description: options.detail, action: options.action });

/** Says what went wrong and what to do, with the request id when somebody has to look at it. */
export function tellProblem(error: unknown) {
  const { text, wayOut, requestId, code } = problemOf(error);
  const reference = requestId && code === "INTERNAL" ? ` Request ${requestId}.` : "";
  toast.error(text, { description: `${wayOut}${reference}`, duration: 8_000 });
}
