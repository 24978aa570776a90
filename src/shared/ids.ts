import { z } from "zod";

/**
 * Branded identifiers. Every id is a lower-case UUID string, in `_id` of a document and as `id` on the wire.
 * A brand exists at compile time only: a `DriverId` does not fit where an `OrderId` goes.
 */
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "must be a lower-case UUID");

export const UserId = uuid.brand<"UserId">();
export type UserId = z.infer<typeof UserId>;
export const VendorId = uuid.brand<"VendorId">();
export type VendorId = z.infer<typeof VendorId>;
export const DriverId = uuid.brand<"DriverId">();
export type DriverId = z.infer<typeof DriverId>;
export const OrderId = uuid.brand<"OrderId">();
export type OrderId = z.infer<typeof OrderId>;
export const AssignmentId = uuid.brand<"AssignmentId">();
export type AssignmentId = z.infer<typeof AssignmentId>;
export const ProofId = uuid.brand<"ProofId">();
export type ProofId = z.infer<typeof ProofId>;
export const SessionId = uuid.brand<"SessionId">();
export type SessionId = z.infer<typeof SessionId>;

/** Printed on parcels and read aloud: `ORD-` and eight digits. */
export const OrderNumber = z
  .string()
  .regex(/^ORD-\d{8}$/)
  .brand<"OrderNumber">();
export type OrderNumber = z.infer<typeof OrderNumber>;

/** Unguessable key of a public tracking link: 32 characters of base64url, 192 bits of CSPRNG. */
export const TrackingToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{32}$/)
  .brand<"TrackingToken">();
export type TrackingToken = z.infer<typeof TrackingToken>;
