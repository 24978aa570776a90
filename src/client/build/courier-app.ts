import { VitePWA } from "vite-plugin-pwa";

type Chunk = { type: "chunk"; imports: string[]; dynamicImports: string[]; facadeModuleId: string | null } & {
  viteMetadata?: { importedCss: Set<string> };
};
type Bundle = Record<string, { type: "asset" } | Chunk>;

const COURIER = /[\\/]features[\\/]driver[\\/]/;
const ENTRY = /[\\/]src[\\/]client[\\/]index\.html$/;
/** Apart from the code: the page, the theme before the first paint, the fonts and the icons. */
const ALWAYS =
  /^(index\.html|theme\.js|icon\.svg|icons\/.*\.png|driver\.webmanifest|assets\/ibm-plex-.*\.woff2)$/;

/**
 * The courier's app as it lies on a phone: a service worker for `/driver` alone that holds the page and the code of
 * the courier's screens, and nothing else. Answers of the API and files are never in it: they are not files of the
 * build, and it has no rule for anything that is not.
 */
export function courierApp() {
  const shell = new Set<string>();
  return [
    {
      name: "courier-shell",
      generateBundle(_: unknown, bundle: Bundle) {
        for (const file of shellOf(bundle)) shell.add(file);
      },
    },
    VitePWA({
      strategies: "generateSW",
      filename: "driver-sw.js",
      // The courier's screens name the manifest and register the worker themselves; no other page knows of either.
      manifest: false,
      injectRegister: false,
      workbox: {
        globPatterns: ["**/*.{html,js,css,woff2,svg,png,webmanifest}"],
        manifestTransforms: [
          entries => ({
            manifest: entries.filter(({ url }) => ALWAYS.test(url) || shell.has(url)),
            warnings: [],
          }),
        ],
        navigateFallback: "/index.html",
        navigateFallbackAllowlist: [/^\/driver(\/|$)/],
        cleanupOutdatedCaches: true,
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
    }),
  ];
}

/** The entry with what it needs at once, and the courier's screens with all that they may load later. */
function shellOf(bundle: Bundle): Set<string> {
  const files = new Set<string>();
  const take = (name: string, withLater: boolean) => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || files.has(name)) return;
    files.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const needed of chunk.imports) take(needed, withLater);
    if (withLater) for (const later of chunk.dynamicImports) take(later, true);
  };
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type !== "chunk" || !chunk.facadeModuleId) continue;
    if (COURIER.test(chunk.facadeModuleId)) take(name, true);
    else if (ENTRY.test(chunk.facadeModuleId)) take(name, false);
  }
  return files;
}
