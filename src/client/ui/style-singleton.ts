import { useEffect } from "react";

/*
 * Takes the place of the package `react-style-singleton` in the build, for the lock of scrolling behind dialogs and
 * menus: the same styles in a constructed style sheet, which the content policy of our pages allows.
 */

/** A part that applies styles while at least one of it is on the page; the first one's, as in the original. */
export function styleSingleton() {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;

  function add(styles: string): void {
    if (users++ > 0) return;
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets.push(sheet);
  }

  function remove(): void {
    if (--users > 0) return;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(adopted => adopted !== sheet);
  }

  // biome-ignore lint/correctness/noComponentHookFactories: each caller counts its own parts, as in the original
  return function Sheet({ styles }: { styles: string }) {
    // biome-ignore lint/correctness/useExhaustiveDependencies: later styles change nothing, as in the original
    useEffect(() => {
      add(styles);
      return remove;
    }, []);
    return null;
  };
}
