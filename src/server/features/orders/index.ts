export type { TrailDistance } from "./commands/carry.ts";
export type { OrderDoc, StoredEta } from "./orders.doc.ts";
export { createOrdersRepo, type OrdersRepo, ordersCollection } from "./orders.repo.ts";
export { createOrdersService, type OrdersService } from "./orders.service.ts";
export { firstName, toEta, toPlace } from "./orders.view.ts";
