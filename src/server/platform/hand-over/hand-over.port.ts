/** Hears each further item of a stream. */
export type Tell<Item> = (item: Item) => void;

/**
 * Lets a stream go on without being asked for each item: whoever yields the answer of this is called with what hears
 * all that follows, and tells it until the stream is ended from outside. The answer is no item; who reads streams in
 * the ordinary way hands in nothing that makes one.
 */
export type HandOver = <Item>(begin: (tell: Tell<Item>) => void) => Item;
