import { assignmentsCollection } from "./features/assignments/index.ts";
import { auditKept } from "./features/audit/index.ts";
import {
  oneTimeLinksCollection,
  secondFactorsCollection,
  sessionsCollection,
} from "./features/auth/index.ts";
import { driversCollection } from "./features/drivers/index.ts";
import { driverWaysCollection, etaLogCollection } from "./features/eta/index.ts";
import { eventFeedCollection, eventsKept } from "./features/events/index.ts";
import { idempotencyCollection } from "./features/idempotency/index.ts";
import { locationEventsKept } from "./features/locations/index.ts";
import { mailOutboxCollection } from "./features/mail/index.ts";
import { geocodesCollection, mapBudgetsCollection, mapCallsCollection } from "./features/maps/index.ts";
import { ordersCollection } from "./features/orders/index.ts";
import { erasuresCollection, type Retention } from "./features/privacy/index.ts";
import { muteProcessesCollection } from "./features/processes/index.ts";
import { proofsCollection } from "./features/proofs/index.ts";
import { usersCollection } from "./features/users/index.ts";
import { membersCollection, vendorsCollection } from "./features/vendors/index.ts";
import type { CollectionSpec } from "./platform/mongo/collections.ts";

/** Every collection that the product has, with what lets its documents expire. */
export const collectionsOf = ({ locationDays, auditDays }: Retention): CollectionSpec[] => [
  usersCollection,
  sessionsCollection,
  oneTimeLinksCollection,
  secondFactorsCollection,
  mailOutboxCollection,
  vendorsCollection,
  membersCollection,
  driversCollection,
  ordersCollection,
  assignmentsCollection,
  proofsCollection,
  locationEventsKept(locationDays),
  eventsKept(locationDays),
  eventFeedCollection,
  muteProcessesCollection,
  idempotencyCollection,
  geocodesCollection,
  mapBudgetsCollection,
  mapCallsCollection,
  driverWaysCollection,
  etaLogCollection,
  auditKept(auditDays),
  erasuresCollection,
];
