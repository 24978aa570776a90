export {
  type AnyOrderDoc,
  type OrderDoc,
  REDACTED,
  type StoredEta,
} from "./orders.doc.ts";
export { createOrdersRepo, ordersCollection } from "./orders.repo.ts";
export { createOrdersService, type OrdersService } from "./orders.service.ts";
export { firstName, toEta } from "./orders.view.ts";
export { trackingLinkEnd } from "./tracking-link.ts";
