/** Hears each further item of a stream. */
export type Tell<Item> = (item: Item) => void;

/**
 * Lets a stream go on when its generator has ended. Whoever yields the answer of this is called, if its reader can do
 * without the generator, with what hears all that follows, and answers how that is stopped: then it has nothing more to
 * do. The answer is no item, though it has to look like one.
 */
export type TellDirectly = <Item>(begin: (tell: Tell<Item>) => () => void) => Item;
