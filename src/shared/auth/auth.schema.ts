import { z } from "zod";
import { type DriverId, SessionId, type VendorId } from "../ids.ts";
import { PlaceInput } from "../orders/place.schema.ts";
import { Email, line, Phone } from "../text.ts";
import type { UserView } from "../users/user.schema.ts";
import type { MemberRole } from "../vendors/member.schema.ts";
import { Password } from "./password.schema.ts";
import { SecondFactorCode } from "./second-factor.schema.ts";

/** `browser` keeps the refresh token in an HttpOnly cookie; `api` gets it in the answer. */
const client = z.enum(["browser", "api"]).default("browser");

const account = { email: Email, password: Password, fullName: line(2, 120), phone: Phone.optional(), client };

/** A business signs up by itself, and takes orders once an administrator has approved it. */
export const RegisterInput = z.discriminatedUnion("role", [
  z.strictObject({ ...account, role: z.literal("user") }),
  z.strictObject({
    ...account,
    role: z.literal("vendor"),
    businessName: line(2, 120),
    address: PlaceInput,
  }),
]);
export type RegisterInput = z.infer<typeof RegisterInput>;

const CurrentPassword = z.string().min(1).max(128);

/** `code` is asked for by SECOND_FACTOR_REQUIRED. */
export const LoginInput = z.strictObject({
  email: Email,
  password: CurrentPassword,
  code: SecondFactorCode.optional(),
  client,
});
export type LoginInput = z.infer<typeof LoginInput>;

const RefreshToken = z.string().regex(/^[\w.-]{1,200}$/, "is not a refresh token");

/** Without `refreshToken` the cookie is read. */
export const RefreshInput = z.strictObject({ refreshToken: RefreshToken.optional() }).optional();
export type RefreshInput = z.infer<typeof RefreshInput>;

export const ChangePasswordInput = z.strictObject({
  currentPassword: CurrentPassword,
  newPassword: Password,
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

export const RevokeSessionInput = z.strictObject({ sessionId: SessionId });

/** The signed-in account, with the business or the driver profile that it acts for. */
export type Me = UserView & {
  vendorId: VendorId | null;
  memberRole: MemberRole | null;
  driverId: DriverId | null;
  /** Nothing but the account's own settings answers until a second factor is set up. */
  mustEnrolSecondFactor: boolean;
};

export type Credentials = {
  /** JWT, 15 minutes; `Authorization: Bearer` over HTTP, connection parameter `token` on the socket. */
  accessToken: string;
  expiresAt: string;
  user: Me;
  /** Only for `client: "api"`. */
  refreshToken?: string;
};

export type SessionView = {
  id: SessionId;
  current: boolean;
  userAgent: string | null;
  ip: string | null;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
};
