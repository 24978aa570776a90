import { z } from "zod";
import { Email } from "../text.ts";
import { Password } from "./password.schema.ts";

/** The key of a one-time link: 32 characters of base64url, 192 bits of CSPRNG. */
export const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{32}$/, "is not the key of a link");

export const RequestPasswordResetInput = z.strictObject({ email: Email });
export type RequestPasswordResetInput = z.infer<typeof RequestPasswordResetInput>;

export const ResetPasswordInput = z.strictObject({ token: LinkToken, newPassword: Password });
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

export const VerifyEmailInput = z.strictObject({ token: LinkToken });
export type VerifyEmailInput = z.infer<typeof VerifyEmailInput>;

export const AcceptInvitationInput = z.strictObject({ token: LinkToken, password: Password });
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;
