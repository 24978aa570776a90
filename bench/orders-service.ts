import { createAssignmentsRepo } from "../src/server/features/assignments/index.ts";
import type { AuditService } from "../src/server/features/audit/index.ts";
import { type CustodyRecorder, createCustodyRecorder } from "../src/server/features/custody/index.ts";
import { createDriversRepo } from "../src/server/features/drivers/index.ts";
import { createEventsRepo } from "../src/server/features/events/index.ts";
import { createIdempotencyRepo, createOnce } from "../src/server/features/idempotency/index.ts";
import { createMapBills, createMapCallsRepo, createMapsService } from "../src/server/features/maps/index.ts";
import {
  createOrdersRepo,
  createOrdersService,
  type OrdersService,
} from "../src/server/features/orders/index.ts";
import { createMembersRepo, createVendorsRepo } from "../src/server/features/vendors/index.ts";
import { createTransactor } from "../src/server/platform/mongo/transactions.ts";
import type { TestApp } from "../tests/support/harness.ts";

/** Parts that a benchmark takes out, to see what they cost. */
type Without = { custody?: CustodyRecorder; audit?: AuditService };

/** The use cases of orders on the database of `app`, as the product has them but for what is taken out. */
export function ordersOf(app: TestApp, { custody, audit }: Without): OrdersService {
  const { client, db, clock, ids, logger, custodySigner, maps } = app.platform;
  const events = createEventsRepo(db);
  const transact = createTransactor(client);
  return createOrdersService({
    repo: createOrdersRepo(db),
    assignments: createAssignmentsRepo(db),
    drivers: createDriversRepo(db, { events, ids }),
    vendors: createVendorsRepo(db, createMembersRepo(db)),
    maps: createMapsService({ maps, clock }),
    mapBills: createMapBills({ repo: createMapCallsRepo(db), clock, logger }),
    once: createOnce({ transact, repo: createIdempotencyRepo(db), clock }),
    trailDistanceKm: app.services.locations.trailDistanceKm,
    onMoved: () => {},
    trackingLinkHours: app.platform.retention.trackingLinkHours,
    events,
    custody:
      custody ?? createCustodyRecorder({ ids, signer: custodySigner, fixOf: app.services.locations.fixOf }),
    audit: audit ?? app.services.audit,
    transact,
    clock,
    ids,
  });
}
