import { z } from "zod";
import { type OrderAction, orderMachine } from "../orders/order.machine.ts";

/** Name and version of the format. It is part of every hash, so that none can be passed off as another's. */
export const CUSTODY_FORMAT = "medex-custody/1";

const hex = (bytes: number) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), "must be lower-case hex");
const Sha256 = hex(32);
/** As `Date.toISOString` writes it, and in no other way: one instant has one hash. */
const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "must be a time in UTC with milliseconds");
/** 16 bytes as base64url. */
const Salt = z.string().regex(/^[A-Za-z0-9_-]{22}$/, "must be 22 characters of base64url");

/** The value of a personal part with the salt of its commitment: what it takes to check it. */
const opening = <Value extends z.ZodType>(value: Value) => z.strictObject({ salt: Salt, value }).optional();
const CustodyPlace = z.strictObject({ address: z.string(), latitude: z.number(), longitude: z.number() });

/**
 * The personal parts of an event that the reader of an export may see. One that is missing is withheld or has been
 * erased: its commitment in `record.sealed` stays.
 */
export const CustodyOpenings = z.strictObject({
  /** Who did it; the id is null for the system. */
  actor: opening(z.strictObject({ id: z.string().nullable(), name: z.string() })),
  /** The driver whom it concerns. */
  driver: opening(z.strictObject({ id: z.string() })),
  /** Where that driver's phone was, when the driver did it: degrees, metres, and the phone's time of the fix. */
  position: opening(
    z.strictObject({
      latitude: z.number(),
      longitude: z.number(),
      accuracyMeters: z.number().nullable(),
      fixedAt: Instant,
    }),
  ),
  /** A sentence, such as the reason of a cancellation. */
  detail: opening(z.string()),
  recipient: opening(z.strictObject({ name: z.string(), phone: z.string() })),
  pickup: opening(CustodyPlace),
  delivery: opening(CustodyPlace),
  items: opening(z.array(z.strictObject({ name: z.string(), quantity: z.number(), handling: z.string() }))),
  notes: opening(z.string().nullable()),
});
export type CustodyOpenings = z.infer<typeof CustodyOpenings>;

export const CustodyPart = CustodyOpenings.keyof();
export type CustodyPart = z.infer<typeof CustodyPart>;
/** What each part says, without its salt. */
export type CustodyValues = { [Part in CustodyPart]?: NonNullable<CustodyOpenings[Part]>["value"] };

const ACTIONS = ["create", ...Object.keys(orderMachine.actions)] as ("create" | OrderAction)[];

/** What is hashed of an event: nothing in it is personal. */
export const CustodyRecord = z.strictObject({
  format: z.literal(CUSTODY_FORMAT),
  orderId: z.string(),
  orderNumber: z.string(),
  /** Contiguous from 1; a chain that begins later belongs to an order that is older than chains. */
  seq: z.int().min(1),
  action: z.enum(ACTIONS),
  /** The order's status afterwards. */
  status: z.enum(orderMachine.states),
  actorRole: z.enum(["user", "vendor", "driver", "admin", "system"]),
  /** Server time. */
  recordedAt: Instant,
  /** When it happened by the clock of the device, as the device says; null when it did not. */
  deviceTime: Instant.nullable(),
  /** The file that was added as proof. */
  proof: z
    .strictObject({ kind: z.enum(["photo", "signature"]), sha256: Sha256, bytes: z.int().min(1) })
    .nullable(),
  /** SHA-256 of each personal part with its salt. */
  sealed: z.partialRecord(CustodyPart, Sha256),
  /** Hash of the event before; null for the first. */
  previousHash: Sha256.nullable(),
});
export type CustodyRecord = z.infer<typeof CustodyRecord>;

export const CustodyEvent = z.strictObject({ record: CustodyRecord, hash: Sha256, opened: CustodyOpenings });
export type CustodyEvent = z.infer<typeof CustodyEvent>;

/** Signature of the last event's hash: see `signedStatement`. */
export const CustodySignature = z.strictObject({
  kid: z.string(),
  algorithm: z.literal("Ed25519"),
  value: hex(64),
});
export type CustodySignature = z.infer<typeof CustodySignature>;

/** What `orders.custody` answers, and what a file for `bun run custody verify` holds. */
export type CustodyExport = {
  format: typeof CUSTODY_FORMAT;
  orderId: string;
  /** Oldest first; empty for an order that was closed before chains were kept. */
  events: CustodyEvent[];
  /** Null while the order is open. */
  signature: CustodySignature | null;
  /** When the personal parts were erased, as the server says; missing while they are there. */
  erasedAt?: string;
};

/** The export before its events have been looked at, so that the first that is wrong can be named. */
export const CustodyEnvelope = z.strictObject({
  format: z.literal(CUSTODY_FORMAT),
  orderId: z.string(),
  events: z.array(z.unknown()),
  signature: CustodySignature.nullable(),
  erasedAt: Instant.optional(),
});

/** A public key that checks signatures: an OKP key of a JWK set (RFC 7517, RFC 8037). */
export const CustodyKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: z.string(),
  x: z.string(),
});
export type CustodyKey = z.infer<typeof CustodyKey>;

/** What `/.well-known/custody-keys.json` answers. */
export const CustodyKeySet = z.object({ keys: z.array(CustodyKey) });
