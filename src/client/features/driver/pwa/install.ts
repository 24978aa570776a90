/** Chromium's offer to install the page (https://wicg.github.io/manifest-incubations/#beforeinstallpromptevent-interface). */
type InstallPrompt = Event & { prompt: () => Promise<unknown> };

const ANSWERED_KEY = "medex.install-hint";
let offered: InstallPrompt | null = null;

/** Keeps the browser's own banner back until there is a good moment. Answers how to stop. */
export function watchInstallOffer(): () => void {
  const keep = (event: Event) => {
    event.preventDefault();
    offered = event as InstallPrompt;
  };
  window.addEventListener("beforeinstallprompt", keep);
  return () => window.removeEventListener("beforeinstallprompt", keep);
}

/** How this phone puts the page on its home screen; null when it cannot, has done so, or the driver has answered. */
export function canInstall(): "prompt" | "by-hand" | null {
  if (matchMedia("(display-mode: standalone)").matches || hasAnswered()) return null;
  if (offered) return "prompt";
  return /iPhone|iPad|iPod/.test(navigator.userAgent) ? "by-hand" : null;
}

export async function install(): Promise<void> {
  await offered?.prompt();
  offered = null;
}

/** The driver has answered: not asked again on this phone. */
export function forgetHint() {
  try {
    localStorage.setItem(ANSWERED_KEY, "1");
  } catch {
    // Storage is blocked: he may be asked once more.
  }
}

function hasAnswered(): boolean {
  try {
    return localStorage.getItem(ANSWERED_KEY) !== null;
  } catch {
    return false;
  }
}
