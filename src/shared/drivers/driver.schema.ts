import { z } from "zod";
import { Password } from "../auth/password.schema.ts";
import { CHANGES_NOTHING, changesSomething } from "../changes.ts";
import { DriverId, OrderId, type UserId, VendorId } from "../ids.ts";
import { page } from "../pagination.ts";
import { Point } from "../point.schema.ts";
import { Email, IsoTime, line, Phone } from "../text.ts";
import type { DriverAction } from "./driver.machine.ts";
import type { FixQuality } from "./fix-quality.ts";

export const VehicleType = z.enum(["bike", "scooter", "car", "van"]);
export type VehicleType = z.infer<typeof VehicleType>;

export const DriverStatus = z.enum(["offline", "available", "busy", "on_break"]);
export type DriverStatus = z.infer<typeof DriverStatus>;

const profile = {
  fullName: line(2, 120),
  phone: Phone,
  vehicleType: VehicleType,
  vehicleNumber: line(1, 20).optional(),
  licenseNumber: line(1, 40).optional(),
};

/** A vendor adds a driver to its own fleet; an administrator names the vendor. The driver signs in with `email` and `password`. */
export const CreateDriverInput = z.strictObject({
  ...profile,
  email: Email,
  password: Password,
  vendorId: VendorId.optional(),
});
export type CreateDriverInput = z.infer<typeof CreateDriverInput>;

/** The same without a password: the driver chooses one by the link in the letter that he gets. */
export const InviteDriverInput = CreateDriverInput.omit({ password: true });
export type InviteDriverInput = z.infer<typeof InviteDriverInput>;

export const UpdateDriverInput = z
  .strictObject({
    driverId: DriverId,
    fullName: profile.fullName.optional(),
    phone: profile.phone.optional(),
    vehicleType: VehicleType.optional(),
    vehicleNumber: profile.vehicleNumber,
    licenseNumber: profile.licenseNumber,
  })
  .refine(changesSomething("driverId"), CHANGES_NOTHING);
export type UpdateDriverInput = z.infer<typeof UpdateDriverInput>;

export const ListDriversInput = z.strictObject({
  ...page,
  vendorId: VendorId.optional(),
  status: DriverStatus.optional(),
  query: line(1, 80).optional(),
});
export type ListDriversInput = z.infer<typeof ListDriversInput>;

export const DriverIdInput = z.strictObject({ driverId: DriverId });

/** `busy` is not chosen: it follows the work. */
export const SetDriverStatusInput = z.strictObject({ status: z.enum(["offline", "available", "on_break"]) });
export type SetDriverStatusInput = z.infer<typeof SetDriverStatusInput>;

export const SetDriverActiveInput = z.strictObject({ driverId: DriverId, isActive: z.boolean() });
export type SetDriverActiveInput = z.infer<typeof SetDriverActiveInput>;

/** One fix of a phone. Speed in km/h, heading in degrees clockwise from north, accuracy in metres (68 % radius). */
export const LocationPoint = z.strictObject({
  ...Point.shape,
  timestamp: IsoTime,
  speed: z.number().min(0).max(400).optional(),
  heading: z.number().min(0).max(360).optional(),
  accuracy: z.number().min(0).max(100_000).optional(),
  orderId: OrderId.optional(),
});
export type LocationPoint = z.infer<typeof LocationPoint>;

/** `quality` is that of the newest fix of the report; null when nothing was stored, for the driver is off duty. */
export type ReportLocationAnswer = { accepted: number; quality: FixQuality | null };

export const ReportLocationInput = z.strictObject({ points: z.array(LocationPoint).min(1).max(100) });
export type ReportLocationInput = z.infer<typeof ReportLocationInput>;

/** Points of a driver between two instants, oldest first. */
export const TrailInput = z.strictObject({
  driverId: DriverId,
  from: IsoTime,
  to: IsoTime,
  limit: z.int().min(1).max(2_000).default(500),
});
export type TrailInput = z.infer<typeof TrailInput>;

export type LastPosition = Point & {
  /** Device time of the fix. */
  timestamp: string;
  speed: number | null;
  heading: number | null;
  accuracy: number | null;
};

/** What an order shows of its driver. `phone` is null for those who need not call. */
export type DriverSummary = {
  id: DriverId;
  fullName: string;
  phone: string | null;
  vehicleType: VehicleType;
};

/** The driver's own duty actions, and what those who dispatch him may do. */
export type DriverAbility = DriverAction | "update" | "setActive" | "assign";

export type DriverView = {
  id: DriverId;
  userId: UserId;
  vendorId: VendorId;
  fullName: string;
  email: string;
  phone: string;
  vehicleType: VehicleType;
  vehicleNumber: string | null;
  licenseNumber: string | null;
  status: DriverStatus;
  isActive: boolean;
  location: LastPosition | null;
  /** Server time at which the last fix was stored. */
  lastLocationUpdate: string | null;
  /** True when a working driver has not reported for a while: never draw such a position as live. */
  isSilent: boolean;
  activeOrders: number;
  totalDeliveries: number;
  totalEarningsCents: number;
  createdAt: string;
  /** What the reader may do with him now. */
  can: DriverAbility[];
};
