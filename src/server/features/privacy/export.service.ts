import { fromGeoJson } from "../../../shared/geo.ts";
import type { PersonalDataExport } from "../../../shared/privacy/privacy.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { AuditDoc } from "../audit/index.ts";
import type { EventDoc } from "../events/index.ts";
import { type AnyOrderDoc, firstName } from "../orders/index.ts";
import { PERSON_KINDS, type Person, type PersonKind, type PersonsRepo } from "./persons.repo.ts";

/** How many of each list are exported: no answer grows without bound, and what is left out is counted. */
const MOST: Record<PersonKind, number> = {
  sessions: 1_000,
  orders: 5_000,
  deliveries: 5_000,
  proofs: 5_000,
  events: 10_000,
  positions: 50_000,
  letters: 1_000,
  audit: 10_000,
};

export type ExportPerson = (person: Person) => Promise<PersonalDataExport>;

/** Everything that is kept about one person, with nothing personal of anybody else. */
export function createExport({ repo, clock }: { repo: PersonsRepo; clock: Clock }): ExportPerson {
  return async person => {
    const { user, driver, vendor } = person;
    const newest = <Kind extends PersonKind>(kind: Kind) => repo.newest(kind, person, MOST[kind]);
    const orders = await newest("orders");
    return {
      format: "medex-personal-data/1",
      exportedAt: clock.now().toISOString(),
      account: user && {
        id: user._id,
        email: user.email,
        fullName: user.fullName,
        phone: user.phone,
        role: user.role,
        isActive: user.isActive,
        emailVerifiedAt: iso(user.emailVerifiedAt),
        secondFactorSince: iso(await repo.secondFactorSince(user._id)),
        createdAt: user.createdAt.toISOString(),
      },
      driver: driver && {
        fullName: driver.fullName,
        email: driver.email,
        phone: driver.phone,
        vehicleType: driver.vehicleType,
        vehicleNumber: driver.vehicleNumber,
        licenseNumber: driver.licenseNumber,
        totalDeliveries: driver.totalDeliveries,
        totalEarningsCents: driver.totalEarningsCents,
        lastSeenAt: iso(driver.lastLocationUpdate),
        lastPosition: driver.location && fromGeoJson(driver.location),
      },
      business: vendor && {
        name: vendor.businessName,
        email: vendor.email,
        phone: vendor.phone,
        address: vendor.address,
      },
      sessions: (await newest("sessions")).map(session => ({
        address: session.ip,
        browser: session.userAgent,
        openedAt: session.createdAt.toISOString(),
        lastUsedAt: session.updatedAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
      })),
      orders: orders.map(toOrder),
      deliveries: (await newest("deliveries")).map(toDelivery),
      proofs: (await newest("proofs")).map(({ kind, sha256, bytes, createdAt }) => ({
        kind,
        sha256,
        bytes,
        addedAt: createdAt.toISOString(),
      })),
      events: (await newest("events")).map(event => toEvent(event, person)),
      positions: (await newest("positions")).map(({ timestamp, location, speed, heading, accuracy }) => ({
        at: timestamp.toISOString(),
        ...fromGeoJson(location),
        speed,
        heading,
        accuracy,
      })),
      letters: (await newest("letters")).map(({ purpose, createdAt }) => ({
        purpose,
        askedAt: createdAt.toISOString(),
      })),
      audit: (await newest("audit")).map(entry => toAudit(entry, person)),
      leftOut: await leftOut(repo, person),
    };
  };
}

async function leftOut(repo: PersonsRepo, person: Person): Promise<Record<string, number>> {
  const surplus = await Promise.all(
    PERSON_KINDS.map(async kind => [kind, (await repo.count(kind, person)) - MOST[kind]] as const),
  );
  return Object.fromEntries(surplus.filter(([, count]) => count > 0));
}

/** Of the driver a customer knows the first name alone. */
const toOrder = (order: AnyOrderDoc): PersonalDataExport["orders"][number] => ({
  orderNumber: order.orderNumber,
  vendor: order.vendorName,
  status: order.status,
  orderedAt: order.createdAt.toISOString(),
  closedAt: iso(order.deliveredAt ?? order.cancelledAt),
  recipient: order.customerName === null ? null : { name: order.customerName, phone: order.customerPhone },
  delivery: order.delivery && { address: order.delivery.address, ...fromGeoJson(order.delivery.location) },
  items: order.items.map(({ name, quantity, handling }) => ({ name, quantity, handling })),
  notes: order.notes,
  driverFirstName: order.driver && firstName(order.driver.fullName),
  redactedAt: iso(order.redactedAt),
});

/** Who got it is the recipient's, not the driver's. */
const toDelivery = (order: AnyOrderDoc): PersonalDataExport["deliveries"][number] => ({
  orderNumber: order.orderNumber,
  status: order.status,
  pickedUpAt: iso(order.pickedUpAt),
  deliveredAt: iso(order.deliveredAt),
  distanceKm: order.actualDistanceKm,
  feeCents: order.deliveryFeeCents,
});

/** A sentence of a business may name its drivers; customers and drivers write about themselves. */
const toEvent = (event: EventDoc, { user }: Person): PersonalDataExport["events"][number] => {
  const isOwn =
    event.actor.id === user?._id && (event.actor.role === "user" || event.actor.role === "driver");
  return {
    at: event.at.toISOString(),
    what: "action" in event.payload ? event.payload.action : event.type,
    sentence: isOwn ? event.detail : null,
  };
};

const toAudit = (entry: AuditDoc, { user }: Person): PersonalDataExport["audit"][number] => ({
  at: entry.createdAt.toISOString(),
  what: entry.action,
  byThisAccount: entry.actor.id !== null && entry.actor.id === user?._id,
});

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;
