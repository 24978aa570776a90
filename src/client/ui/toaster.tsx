import { Toaster as Sonner, toast } from "sonner";
import { useTheme } from "./theme.ts";

/** How something is told; through `toast.ts`, which loads this file when there is something to tell. */
export { toast };

/** Where toasts appear; once, in the frame of the screens that tell something. */
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
