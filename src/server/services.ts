import type { DriverId, OrderId, UserId } from "../shared/ids.ts";
import type { Role } from "../shared/users/user.schema.ts";
import { createAccounts } from "./accounts.ts";
import { collectionsOf } from "./collections.ts";
import { createAdminRepo, createAdminService } from "./features/admin/index.ts";
import { createAssignmentsRepo, createAssignmentsService } from "./features/assignments/index.ts";
import { createAuditRepo, createAuditService } from "./features/audit/index.ts";
import { createCustodyRecorder } from "./features/custody/index.ts";
import { createDriversRepo, createDriversService, createFleet } from "./features/drivers/index.ts";
import { createEtaLogRepo, createEtaService, createWaysRepo } from "./features/eta/index.ts";
import {
  createEventFeed,
  createEventPlacesRepo,
  createEventsRepo,
  type EventDoc,
  eventsCollection,
  startEventLog,
} from "./features/events/index.ts";
import { createIdempotencyRepo, createOnce } from "./features/idempotency/index.ts";
import { createLocationsRepo, createLocationsService } from "./features/locations/index.ts";
import { createMapBills, createMapCallsRepo, createMapsService } from "./features/maps/index.ts";
import { createOrdersRepo, createOrdersService, type OrderDoc } from "./features/orders/index.ts";
import { createPresenceService } from "./features/presence/index.ts";
import type { Person } from "./features/privacy/index.ts";
import { createMutes, createMutesRepo, keptBeside, reachingBeside } from "./features/processes/index.ts";
import { createProofsRepo, createProofsService } from "./features/proofs/index.ts";
import { createLiveRooms, createRealtimeService } from "./features/realtime/index.ts";
import { createEtaAccuracyRepo, createReportsRepo, createReportsService } from "./features/reports/index.ts";
import { createTrackingService } from "./features/tracking/index.ts";
import { createNewAccount, createUsersRepo, createUsersService } from "./features/users/index.ts";
import {
  createDirectory,
  createMembersRepo,
  createVendorsRepo,
  createVendorsService,
} from "./features/vendors/index.ts";
import { createBunImages } from "./platform/images/bun.images.ts";
import { createInsertFeed } from "./platform/mongo/change-stream.ts";
import { ensureCollections } from "./platform/mongo/collections.ts";
import { createTransactor } from "./platform/mongo/transactions.ts";
import { refusingGuessable } from "./platform/passwords/common-passwords.ts";
import type { Platform } from "./platform-parts.ts";
import { createPrivacy } from "./privacy.ts";

/**
 * Builds every slice on the given platform and starts following the event log. Disposing stops what was started
 * here, and nothing of the platform.
 */
export async function createServices(platform: Platform) {
  const { client, db, clock, timers, ids, logger, storage } = platform;
  const { sessionEnds, retention } = platform;
  await ensureCollections(db, collectionsOf(retention));
  await using stack = new AsyncDisposableStack();
  const transact = createTransactor(client);

  const mutes = createMutes({ repo: createMutesRepo(db), processId: ids.uuid(), isMute: platform.isMute });
  const liveBus = reachingBeside(mutes, platform.liveBus);
  const cache = keptBeside(mutes, platform.cache);
  const isLiveDegraded = () => platform.isLiveDegraded() || mutes.areThere();

  const events = createEventsRepo(db);
  const places = createEventPlacesRepo(db);
  const inserts = createInsertFeed<EventDoc>(db, eventsCollection.name, places.backlog);
  const log = stack.use(startEventLog({ feed: inserts, clock, writePlaces: places.write }));
  const once = createOnce({ transact, repo: createIdempotencyRepo(db), clock });

  const usersRepo = createUsersRepo(db);
  const membersRepo = createMembersRepo(db);
  const vendorsRepo = createVendorsRepo(db, membersRepo);
  await vendorsRepo.adoptFounders();
  const driversRepo = createDriversRepo(db, { events, ids });
  const fleet = createFleet({ cache, log, clock, repo: driversRepo });
  const directory = createDirectory({ cache, repo: vendorsRepo });
  const assignmentsRepo = createAssignmentsRepo(db);
  const ordersRepo = createOrdersRepo(db);

  const passwords = refusingGuessable(platform.passwords);
  const audit = createAuditService({ repo: createAuditRepo(db), clock, timers, ids, idsBehind });
  const newAccount = createNewAccount({ passwords, ids, clock });
  const maps = createMapsService({ maps: platform.maps, clock });
  const mapBills = createMapBills({ repo: createMapCallsRepo(db), clock, logger });
  const { resolvePlace } = maps;

  const { auth, outbox, lettersWaiting, deliverMail, endAccess } = createAccounts(platform, {
    users: usersRepo,
    vendors: vendorsRepo,
    members: membersRepo,
    drivers: driversRepo,
    passwords,
    newAccount,
    audit,
    resolvePlace,
    transact,
  });
  const users = createUsersService({
    repo: usersRepo,
    newAccount,
    audit,
    transact,
    clock,
    hasProfile: (userId, role) => hasProfile(userId, role),
    sessionEnds,
  });
  const vendors = createVendorsService({
    repo: vendorsRepo,
    directory,
    members: membersRepo,
    users: usersRepo,
    newAccount,
    endAccess,
    sessionEnds,
    audit,
    outbox,
    resolvePlace,
    transact,
    clock,
    ids,
  });
  const drivers = createDriversService({
    repo: driversRepo,
    users: usersRepo,
    vendors: vendorsRepo,
    newAccount,
    audit,
    outbox,
    sessionEnds,
    fleet,
    transact,
    clock,
    ids,
  });
  const locations = createLocationsService({
    repo: createLocationsRepo(db),
    clock,
    ids,
    liveBus,
    serviceArea: platform.maps.serviceArea,
    trackedAmong: driversRepo.trackedAmong,
    keepTracks: driversRepo.keepTracks,
    carryingOrdersOf: async driverIds => byDriver(await ordersRepo.carriers(driverIds)),
    requireDriver: (actor, driverId) => drivers.get(actor, { driverId }),
  });
  const eta = stack.use(
    createEtaService({
      maps: platform.maps,
      ways: createWaysRepo(db),
      log: createEtaLogRepo(db),
      clock,
      timers,
      ids,
      liveBus,
      logger,
      billTo: mapBills.billTo,
      carriedBy: ordersRepo.carriedBy,
      expectedFrom: ordersRepo.expectedFrom,
      saveEta: ordersRepo.saveEta,
      takeEtaTurn: ordersRepo.takeEtaTurn,
      driverOf: driversRepo.findById,
      silentDrivers: driversRepo.silentAt,
    }),
  );
  const orders = createOrdersService({
    repo: ordersRepo,
    assignments: assignmentsRepo,
    drivers: driversRepo,
    vendors: vendorsRepo,
    events,
    audit,
    custody: createCustodyRecorder({ ids, signer: platform.custodySigner, fixOf: locations.fixOf }),
    maps,
    mapBills,
    once,
    transact,
    clock,
    ids,
    trailDistanceKm: locations.trailDistanceKm,
    trackingLinkHours: retention.trackingLinkHours,
    onMoved: eta.moved,
  });
  const assignments = createAssignmentsService({ repo: assignmentsRepo, orders });
  const proofs = createProofsService({
    repo: createProofsRepo(db),
    orders,
    storage,
    images: createBunImages(),
    ids,
  });

  const live = createLiveRooms({ bus: liveBus, timers, clock });
  const presence = stack.use(
    createPresenceService({
      presence: platform.presence,
      liveBus,
      clock,
      logger,
      async noteSeen(driverIds, now) {
        const drivers = await driversRepo.noteSeen(driverIds, now);
        fleet.seen(drivers);
        return drivers;
      },
      driversOf: fleet.of,
      silentDrivers: driversRepo.silentAt,
      findDrivers: driversRepo.findByIds,
    }),
  );
  const realtime = createRealtimeService({
    log,
    feed: createEventFeed({ log, places, clock, timers }),
    live,
    presence,
    requireVendor: vendors.require,
    requireDriver: (actor, driverId) => drivers.get(actor, { driverId }),
    requireOrder: (actor, orderId) => orders.get(actor, { orderId }),
    lastPositionsOf: fleet.positions,
  });
  const tracking = createTrackingService({
    log,
    live,
    presence,
    clock,
    timers,
    linkOpened: audit.linkOpened,
    orderByToken: ordersRepo.findByToken,
    driverOf: driversRepo.findById,
    trackingLinkHours: retention.trackingLinkHours,
  });
  stack.defer(locations.onPositions(fleet.moved));
  stack.defer(locations.onPositions(eta.refresh));

  const reports = createReportsService({
    repo: createReportsRepo(db),
    etaAccuracy: createEtaAccuracyRepo(db),
    vendors: vendorsRepo,
  });
  const admin = createAdminService({ repo: createAdminRepo(db), clock, isLiveDegraded });

  const { privacy, retention: keeper } = createPrivacy(platform, {
    transact,
    audit,
    requirePassword: auth.requirePassword,
    forgetKept,
    leaveDuty: drivers.leaveDuty,
  });

  const owned = stack.move();
  return {
    services: {
      auth,
      users,
      vendors,
      drivers,
      orders,
      assignments,
      locations,
      proofs,
      tracking,
      realtime,
      maps,
      reports,
      audit,
      admin,
      privacy,
    },
    log,
    live,
    /** True while live messages of other processes do not all arrive. */
    isLiveDegraded,
    /** Tells other processes when this one cannot be heard, and hears of those that cannot; a chore, every two seconds. */
    lookForMutes: mutes.look,
    /** Sends the letters that are due; a chore, and no use case of anybody. */
    deliverMail,
    /** How many letters wait, about. */
    lettersWaiting,
    /** Tells businesses of drivers who have fallen silent, or are heard again; a chore as well. */
    tellSilences: presence.tellSilences,
    /** Takes the time of arrival from orders whose drivers are silent, and learns from how right it was; chores. */
    eta,
    /** Erases what is over; a chore too. */
    retention: keeper,
    /** What orders cost in calls of map services. */
    mapBills,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };

  /** Takes a person out of what is kept for a moment. False when something of it cannot be reached now. */
  async function forgetKept({ driver, vendor }: Person): Promise<boolean> {
    const isFleetDone = !driver || (await fleet.changed(driver.vendorId));
    return (!vendor || (await directory.changed())) && isFleetDone;
  }

  async function idsBehind(typed: string): Promise<string[]> {
    const [order, account] = await Promise.all([
      ordersRepo.findByNumber(typed.toUpperCase()),
      typed.includes("@") ? usersRepo.findByEmail(typed.toLowerCase()) : usersRepo.findById(typed as UserId),
    ]);
    const driver = account?.role === "driver" ? await driversRepo.findByUser(account._id) : null;
    return [order, account, driver].flatMap(doc => (doc ? [doc._id] : []));
  }

  async function hasProfile(userId: UserId, role: Role): Promise<boolean> {
    if (role === "vendor") return (await membersRepo.find(userId)) !== null;
    if (role === "driver") return (await driversRepo.findByUser(userId)) !== null;
    return true;
  }
}

function byDriver(
  orders: readonly Pick<OrderDoc, "_id" | "driverId">[],
): Map<DriverId, { orderId: OrderId }[]> {
  const carried = new Map<DriverId, { orderId: OrderId }[]>();
  for (const { _id: orderId, driverId } of orders) {
    if (!driverId) continue;
    const list = carried.get(driverId);
    if (list) list.push({ orderId });
    else carried.set(driverId, [{ orderId }]);
  }
  return carried;
}
