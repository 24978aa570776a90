import { withCatalogueStatus } from "./errors.ts";

/** Maps errors of a subscription: its generator runs on after the middleware has returned. */
export async function* stream<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item, void, unknown> {
  try {
    yield* source;
  } catch (error) {
    throw withCatalogueStatus(error);
  }
}
