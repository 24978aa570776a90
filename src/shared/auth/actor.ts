import type { DriverId, SessionId, UserId, VendorId } from "../ids.ts";
import type { Role } from "../users/user.schema.ts";

/** Who asks. The first argument of every use case; there is no ambient user. */
export type Actor = {
  userId: UserId;
  role: Role;
  fullName: string;
  /** The business that a vendor acts for, or the employer of a driver. */
  vendorId: VendorId | null;
  /** The driver profile of a driver. */
  driverId: DriverId | null;
  sessionId: SessionId;
  /** True for an administrator who has to set up a second factor before anything else. */
  mustEnrolSecondFactor: boolean;
};
