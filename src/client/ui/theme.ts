import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEY = "medex.theme";
const listeners = new Set<() => void>();
let isWatching = false;

const current = (): Theme => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "dark" || value === "light" ? value : null;
  } catch {
    return null;
  }
}

function show(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

/** Without a choice of his own the reader follows his system, also when it turns at dusk; other tabs follow too. */
export function followTheme() {
  if (isWatching) return;
  isWatching = true;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const settle = () => show(stored() ?? (system.matches ? "dark" : "light"));
  system.addEventListener("change", settle);
  window.addEventListener("storage", ({ key }) => {
    if (key === KEY) settle();
  });
}

function choose(theme: Theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is blocked: the choice holds for this page.
  }
  show(theme);
}

function subscribe(listener: () => void) {
  followTheme();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme that is shown (set before the first paint by /theme.js) and how to choose another. */
export function useTheme(): { theme: Theme; choose: (theme: Theme) => void } {
  return { theme: useSyncExternalStore(subscribe, current), choose };
}
