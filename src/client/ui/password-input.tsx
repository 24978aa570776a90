import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { TextInput } from "./text-input.tsx";

/**
 * A password, hidden until its writer wants to see it. Takes what a password manager or the clipboard gives
 * (OWASP ASVS 5.0, 6.2.6 and 6.2.7).
 */
export function PasswordInput(props: Omit<ComponentProps<typeof TextInput>, "type">) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <TextInput {...props} type={isShown ? "text" : "password"} className="pr-11" spellCheck={false} />
      <button
        type="button"
        aria-label="Show what is typed"
        aria-pressed={isShown}
        onClick={() => setShown(shown => !shown)}
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-ink-soft hover:text-ink"
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
    </div>
  );
}
