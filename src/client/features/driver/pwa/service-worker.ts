const SCRIPT = "/driver-sw.js";
/** Not the whole site: the office screens never meet a service worker. */
const SCOPE = "/driver";
const LOOK_FOR_UPDATES_MS = 60 * 60_000;

type Listener = (update: (() => void) | null) => void;

let waitingWorker: ServiceWorker | null = null;
let isStarted = false;
const listeners = new Set<Listener>();

/** Takes over with the new version and opens the page again with it. */
function takeOver() {
  navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), {
    once: true,
  });
  waitingWorker?.postMessage({ type: "SKIP_WAITING" });
}

const updateNow = () => (waitingWorker ? takeOver : null);

/** Calls back with the function that updates once a new version waits; answers how to stop. */
export function onUpdate(listener: Listener): () => void {
  listeners.add(listener);
  listener(updateNow());
  void start();
  return () => listeners.delete(listener);
}

type ScriptPolicy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, policy: ScriptPolicy): ScriptPolicy };

/** The one script that our content policy lets a page name in text; browsers without Trusted Types take it as it is. */
function workerScript(): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  return (
    trustedTypes?.createPolicy("courier", { createScriptURL: () => SCRIPT }).createScriptURL("") ?? SCRIPT
  );
}

async function start(): Promise<void> {
  if (isStarted || !import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  isStarted = true;
  // Without it everything works, except opening the page without network.
  const worker = navigator.serviceWorker.register(workerScript(), { scope: SCOPE });
  const registration = await worker.catch(() => null);
  if (!registration) return;
  const announce = () => {
    // The very first worker replaces nobody: no question to ask.
    waitingWorker = registration.active ? registration.waiting : null;
    for (const listener of listeners) listener(updateNow());
  };
  announce();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", announce);
  });
  setInterval(() => void registration.update().catch(() => {}), LOOK_FOR_UPDATES_MS);
}
