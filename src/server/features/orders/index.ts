export {
  type AnyOrderDoc,
  type OrderDoc,
  REDACTED,
  type StoredEta,
  type StoredRange,
} from "./orders.doc.ts";
export { createOrdersRepo, ordersCollection } from "./orders.repo.ts";
export { createOrdersService, type Move, type OrdersService } from "./orders.service.ts";
export { etaAsOf, firstName, STALE, toEta } from "./orders.view.ts";
export { trackingLinkEnd } from "./tracking-link.ts";
