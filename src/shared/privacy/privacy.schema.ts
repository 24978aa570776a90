import { z } from "zod";
import { Password } from "../auth/password.schema.ts";
import { UserId } from "../ids.ts";
import { Email, Phone } from "../text.ts";
import { Role } from "../users/user.schema.ts";

const oneOf = (keys: object): boolean => Object.keys(keys).length === 1;

/** One person: the holder of an account by id or e-mail address, or a recipient by the phone that orders were for. */
export const PersonInput = z
  .strictObject({ userId: UserId.optional(), email: Email.optional(), phone: Phone.optional() })
  .refine(oneOf, "needs exactly one of userId, email and phone");
export type PersonInput = z.infer<typeof PersonInput>;

export const EraseMineInput = z.strictObject({ password: Password });
export type EraseMineInput = z.infer<typeof EraseMineInput>;

const time = z.iso.datetime();
const place = z.strictObject({ address: z.string(), latitude: z.number(), longitude: z.number() });

/**
 * Everything that is kept about one person, in plain words and without anybody else's personal data. The newest of each
 * list are in it; `leftOut` says of which lists there was more, and how much.
 */
export const PersonalDataExport = z.strictObject({
  format: z.literal("medex-personal-data/1"),
  exportedAt: time,
  account: z
    .strictObject({
      id: z.string(),
      email: z.string(),
      fullName: z.string(),
      phone: z.string().nullable(),
      role: Role,
      isActive: z.boolean(),
      emailVerifiedAt: time.nullable(),
      secondFactorSince: time.nullable(),
      createdAt: time,
    })
    .nullable(),
  driver: z
    .strictObject({
      fullName: z.string(),
      email: z.string(),
      phone: z.string(),
      vehicleType: z.string(),
      vehicleNumber: z.string().nullable(),
      licenseNumber: z.string().nullable(),
      totalDeliveries: z.number(),
      totalEarningsCents: z.number(),
      lastSeenAt: time.nullable(),
      lastPosition: z.strictObject({ latitude: z.number(), longitude: z.number() }).nullable(),
    })
    .nullable(),
  business: z
    .strictObject({ name: z.string(), email: z.string(), phone: z.string().nullable(), address: z.string() })
    .nullable(),
  sessions: z.array(
    z.strictObject({
      address: z.string(),
      browser: z.string().nullable(),
      openedAt: time,
      lastUsedAt: time,
      expiresAt: time,
    }),
  ),
  /** Orders placed by this account, or for this phone. */
  orders: z.array(
    z.strictObject({
      orderNumber: z.string(),
      vendor: z.string(),
      status: z.string(),
      orderedAt: time,
      closedAt: time.nullable(),
      recipient: z.strictObject({ name: z.string(), phone: z.string() }).nullable(),
      delivery: place.nullable(),
      items: z.array(z.strictObject({ name: z.string(), quantity: z.number(), handling: z.string() })),
      notes: z.string().nullable(),
      driverFirstName: z.string().nullable(),
      redactedAt: time.nullable(),
    }),
  ),
  /** What this driver carried: nothing in it is about who got it. */
  deliveries: z.array(
    z.strictObject({
      orderNumber: z.string(),
      status: z.string(),
      pickedUpAt: time.nullable(),
      deliveredAt: time.nullable(),
      distanceKm: z.number().nullable(),
      feeCents: z.number(),
    }),
  ),
  /** Files that were kept as proof; the picture itself is in the order. */
  proofs: z.array(z.strictObject({ kind: z.string(), sha256: z.string(), bytes: z.number(), addedAt: time })),
  /** What this account did to orders, and when it came on duty. */
  events: z.array(z.strictObject({ at: time, what: z.string(), sentence: z.string().nullable() })),
  positions: z.array(
    z.strictObject({
      at: time,
      latitude: z.number(),
      longitude: z.number(),
      speed: z.number().nullable(),
      heading: z.number().nullable(),
      accuracy: z.number().nullable(),
    }),
  ),
  letters: z.array(z.strictObject({ purpose: z.string(), askedAt: time })),
  /** Entries of the audit log that this account caused, or that are about it. */
  audit: z.array(z.strictObject({ at: time, what: z.string(), byThisAccount: z.boolean() })),
  leftOut: z.record(z.string(), z.number()),
});
export type PersonalDataExport = z.infer<typeof PersonalDataExport>;

/** How much there is of each kind. */
export type PersonFound = {
  userId: UserId | null;
  role: Role | null;
  counts: Record<string, number>;
  /** Why the person cannot be erased now; null when nothing is in the way. */
  blockedBy: ErasureBlock | null;
};

/** What has to end before somebody can be erased. */
export type ErasureBlock = "open_orders" | "runs_business" | "administrator";

export type Erased = { erased: true };
