import type { ComponentType } from "react";

/** A route's `lazy`: loads the file of a screen when its address is first opened. */
export const lazyScreen =
  <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  async () => ({ Component: (await load())[name] });
