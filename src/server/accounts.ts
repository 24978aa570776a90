import type { UserId } from "../shared/ids.ts";
import type { AuditService } from "./features/audit/index.ts";
import {
  createAuthService,
  createLetters,
  createOneTimeLinks,
  createOneTimeLinksRepo,
  createSecondFactorsRepo,
  createSessionsRepo,
  type Invitation,
} from "./features/auth/index.ts";
import type { DriversRepo } from "./features/drivers/index.ts";
import { createOutbox, createOutboxRepo, createPostman } from "./features/mail/index.ts";
import type { NewAccount, UserDoc, UsersRepo } from "./features/users/index.ts";
import type { MembersRepo, ResolvePlace, VendorsRepo } from "./features/vendors/index.ts";
import type { Transactor, Tx } from "./platform/mongo/transactor.port.ts";
import type { CheckedPasswords } from "./platform/passwords/passwords.port.ts";
import { createSealer } from "./platform/secrets/aes-gcm.sealer.ts";
import { fingerprint } from "./platform/tokens/fingerprint.ts";
import { createRefreshTokens } from "./platform/tokens/hmac.refresh-tokens.ts";
import { createAccessTokens } from "./platform/tokens/jose.access-tokens.ts";
import { otpauthTotp } from "./platform/totp/otpauth.totp.ts";
import type { Platform } from "./platform-parts.ts";

type Parts = {
  users: UsersRepo;
  vendors: VendorsRepo;
  members: MembersRepo;
  drivers: DriversRepo;
  passwords: CheckedPasswords;
  newAccount: NewAccount;
  audit: AuditService;
  resolvePlace: ResolvePlace;
  transact: Transactor;
};

/** Signing in, and the letters about it: what of the composition root is about accounts. */
export function createAccounts(platform: Platform, parts: Parts) {
  const { db, clock, ids, logger, mail, publicUrl, tokenSecrets, sessionEnds, requireAdminTotp } = platform;
  const { limits } = platform;
  const { users, vendors, members, drivers } = parts;
  const outboxRepo = createOutboxRepo(db);
  const outbox = mail && createOutbox({ repo: outboxRepo, clock, ids });
  const oneTimeLinks = createOneTimeLinks({ repo: createOneTimeLinksRepo(db), fingerprint, clock, ids });
  const compose = createLetters({ links: oneTimeLinks, users, invitationOf, publicUrl });
  const { deliverDue } = createPostman({ repo: outboxRepo, mail, compose, clock, logger });
  const sessions = createSessionsRepo(db);
  const auth = createAuthService({
    ...parts,
    sessions,
    accessTokens: createAccessTokens({ secrets: tokenSecrets, clock }),
    refreshTokens: createRefreshTokens(tokenSecrets),
    factors: createSecondFactorsRepo(db),
    oneTimeLinks,
    outbox,
    totp: otpauthTotp,
    sealer: createSealer(tokenSecrets),
    fingerprint,
    sessionEnds,
    requireAdminTotp,
    limits,
    clock,
    ids,
  });
  return { auth, outbox, lettersWaiting: outboxRepo.waiting, deliverMail: deliverDue, endAccess };

  /** Ends what an account has open, and the links that would open it again. */
  async function endAccess(tx: Tx, userId: UserId): Promise<void> {
    await sessions.endAll(tx, userId);
    await oneTimeLinks.withdrawPasswordLinks(tx, userId);
  }

  async function invitationOf({ _id, role }: UserDoc): Promise<Invitation | null> {
    const member = role === "vendor" ? await members.find(_id) : null;
    const driver = role === "driver" ? await drivers.findByUser(_id) : null;
    const vendorId = member?.vendorId ?? driver?.vendorId;
    const vendor = vendorId && (await vendors.findById(vendorId));
    return vendor ? { businessName: vendor.businessName, as: member?.memberRole ?? "driver" } : null;
  }
}
