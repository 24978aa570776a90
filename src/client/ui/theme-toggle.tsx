import { Moon, Sun } from "lucide-react";
import { IconButton } from "./icon-button.tsx";
import { useTheme } from "./theme.ts";

/** Light or dark; without a choice the system decides. */
export function ThemeToggle() {
  const { theme, choose } = useTheme();
  const Icon = theme === "dark" ? Sun : Moon;
  return (
    <IconButton
      label={theme === "dark" ? "Use light colours" : "Use dark colours"}
      onClick={() => choose(theme === "dark" ? "light" : "dark")}
    >
      <Icon aria-hidden className="size-5" strokeWidth={1.75} />
    </IconButton>
  );
}
