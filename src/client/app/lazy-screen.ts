import type { ComponentType } from "react";

/** The file of a screen did not come: no network, no server, or a newer release that has no such file any more. */
export class ScreenNotLoaded extends Error {}

/** A route's `lazy`: loads the file of a screen when its address is first opened. */
export const lazyScreen =
  <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  async () => {
    try {
      return { Component: (await load())[name] };
    } catch (cause) {
      throw new ScreenNotLoaded(`${name} could not be loaded`, { cause });
    }
  };
