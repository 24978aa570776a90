import type { DriverId, SessionId, UserId, VendorId } from "../ids.ts";
import type { Role } from "../users/user.schema.ts";
import type { MemberRole } from "../vendors/member.schema.ts";

/** Who asks. The first argument of every use case; there is no ambient user. */
export type Actor = {
  userId: UserId;
  role: Role;
  fullName: string;
  /** The business that a vendor acts for, or the employer of a driver. */
  vendorId: VendorId | null;
  /** What a vendor is in his business. */
  memberRole: MemberRole | null;
  /** The driver profile of a driver. */
  driverId: DriverId | null;
  sessionId: SessionId;
  /** True for an administrator who has to set up a second factor before anything else. */
  mustEnrolSecondFactor: boolean;
  /** The request by which he asks; absent where the product acts by itself. */
  call?: Call;
};

/** A request as the audit log keeps it. */
export type Call = {
  requestId: string;
  ip: string;
  userAgent: string | null;
  /** Why an administrator changes what is another's; null where nobody is asked. */
  reason: string | null;
};
