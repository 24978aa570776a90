import { fileURLToPath } from "node:url";

/** Lines of libraries that our content policy refuses, and what they become. */
const REWRITES = [
  {
    module: /[\\/]sonner[\\/]dist[\\/]index\.mjs$/,
    line: /^__insertCSS\(".+"\);$/m,
    instead: 'import "sonner/dist/styles.css";',
  },
  {
    // That it shows no scroll bar stands in ui/select.tsx.
    module: /[\\/]@radix-ui[\\/]react-select[\\/]dist[\\/]index\.mjs$/,
    line: /\/\* @__PURE__ \*\/ jsx\(\s*"style",\s*\{\s*dangerouslySetInnerHTML:[^}]+\}[^}]+\}`\s*\},\s*nonce\s*\}\s*\)/,
    instead: "null",
  },
  {
    module: /[\\/]leaflet[\\/]dist[\\/]leaflet-src\.js$/,
    line: /div\.innerHTML = '<svg\/>';/,
    instead: "div.append(svgCreate('svg'));",
  },
  {
    // It tries whether it may make code from text, and does without when it may not: each try would be a report.
    module: /[\\/]zod[\\/]v4[\\/]core[\\/]util\.js$/,
    line: /const F = Function;\s+new F\(""\);\s+return true;/,
    instead: "return false;",
  },
];

const SINGLETON = fileURLToPath(new URL("../ui/style-singleton.ts", import.meta.url));

/**
 * Lets libraries live under our content policy, which refuses style elements and markup from text: their fixed styles
 * go to the style sheets of the build, those made at run time into constructed ones. A release of a library whose line
 * is another fails the build.
 */
export function strictContent() {
  return {
    name: "strict-content",
    apply: "build" as const,
    enforce: "pre" as const,
    resolveId: (id: string) => (id === "react-style-singleton" ? SINGLETON : null),
    transform(code: string, id: string) {
      const rewrite = REWRITES.find(({ module }) => module.test(id));
      if (!rewrite) return null;
      if (!rewrite.line.test(code)) throw new Error(`${id} is not what it was: look at it with our policy`);
      return { code: code.replace(rewrite.line, rewrite.instead), map: null };
    },
  };
}
