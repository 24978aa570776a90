import type { AuditService } from "./features/audit/index.ts";
import {
  createAuthService,
  createLetters,
  createOneTimeLinks,
  createOneTimeLinksRepo,
  createSecondFactorsRepo,
  createSessionsRepo,
} from "./features/auth/index.ts";
import type { DriversRepo } from "./features/drivers/index.ts";
import { createOutbox, createOutboxRepo, createPostman } from "./features/mail/index.ts";
import type { NewAccount, UserDoc, UsersRepo } from "./features/users/index.ts";
import type { ResolvePlace, VendorsRepo } from "./features/vendors/index.ts";
import type { Transactor } from "./platform/mongo/transactor.port.ts";
import type { Passwords } from "./platform/passwords/passwords.port.ts";
import { createSealer } from "./platform/secrets/aes-gcm.sealer.ts";
import { fingerprint } from "./platform/tokens/fingerprint.ts";
import { createRefreshTokens } from "./platform/tokens/hmac.refresh-tokens.ts";
import { createAccessTokens } from "./platform/tokens/jose.access-tokens.ts";
import { otpauthTotp } from "./platform/totp/otpauth.totp.ts";
import type { Platform } from "./services.ts";

type Parts = {
  users: UsersRepo;
  vendors: VendorsRepo;
  drivers: DriversRepo;
  passwords: Passwords;
  newAccount: NewAccount;
  audit: AuditService;
  resolvePlace: ResolvePlace;
  transact: Transactor;
};

/** Signing in, and the letters about it: what of the composition root is about accounts. */
export function createAccounts(platform: Platform, parts: Parts) {
  const { db, clock, ids, logger, mail, publicUrl, tokenSecrets, sessionEnds, requireAdminTotp } = platform;
  const { limits } = platform;
  const { users, vendors, drivers } = parts;
  const outboxRepo = createOutboxRepo(db);
  const outbox = mail && createOutbox({ repo: outboxRepo, clock, ids });
  const oneTimeLinks = createOneTimeLinks({ repo: createOneTimeLinksRepo(db), fingerprint, clock, ids });
  const compose = createLetters({ links: oneTimeLinks, users, employerOf, publicUrl });
  const { deliverDue } = createPostman({ repo: outboxRepo, mail, compose, clock, logger });
  const auth = createAuthService({
    ...parts,
    sessions: createSessionsRepo(db),
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
  return { auth, outbox, deliverMail: deliverDue };

  async function employerOf({ _id }: UserDoc): Promise<string | null> {
    const driver = await drivers.findByUser(_id);
    const vendor = driver && (await vendors.findById(driver.vendorId));
    return vendor?.businessName ?? null;
  }
}
