import { DomainError } from "../../../../shared/errors.ts";
import type { UserId } from "../../../../shared/ids.ts";
import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Ids } from "../../../platform/ids/ids.port.ts";
import type { Tx } from "../../../platform/mongo/transactor.port.ts";
import { LINK_LIFE_MS } from "../../mail/index.ts";
import type { LinkPurpose, OneTimeLinksRepo } from "./one-time-links.repo.ts";

/** 192 bits: more than can be guessed, so that a plain hash at rest is enough. */
const TOKEN_BYTES = 24;

/** Links that set a password: a new password makes all of them worthless. */
const PASSWORD_LINKS: readonly LinkPurpose[] = ["passwordReset", "invitation"];

type Deps = {
  repo: OneTimeLinksRepo;
  fingerprint: (secret: string) => string;
  clock: Clock;
  ids: Ids;
};

export type OneTimeLinks = ReturnType<typeof createOneTimeLinks>;

/** Keys that travel by e-mail: each opens one thing, once, for a short time. */
export function createOneTimeLinks({ repo, fingerprint, clock, ids }: Deps) {
  return {
    /** The token of a new link. Earlier ones stay good: letters may overtake each other. */
    async issue(userId: UserId, purpose: LinkPurpose): Promise<string> {
      const now = clock.now();
      const token = ids.token(TOKEN_BYTES);
      await repo.insert({
        _id: ids.uuid(),
        purpose,
        userId,
        tokenHash: fingerprint(token),
        expiresAt: new Date(now.getTime() + LINK_LIFE_MS[purpose]),
        usedAt: null,
        createdAt: now,
      });
      return token;
    },

    /** Whose link it is, before the work that only a good link is worth, such as hashing. Errors: LINK_NOT_VALID. */
    async require(purpose: LinkPurpose, token: string): Promise<UserId> {
      const link = await repo.findOpen({ purpose, tokenHash: fingerprint(token) }, clock.now());
      if (!link) throw new DomainError("LINK_NOT_VALID");
      return link.userId;
    },

    /** Whose link it is; from then on it is used. Errors: LINK_NOT_VALID. */
    async use(tx: Tx, purpose: LinkPurpose, token: string): Promise<UserId> {
      const link = await repo.use(tx, { purpose, tokenHash: fingerprint(token) }, clock.now());
      if (!link) throw new DomainError("LINK_NOT_VALID");
      return link.userId;
    },

    /** To be called with every change of a password. */
    withdrawPasswordLinks: (tx: Tx, userId: UserId): Promise<void> =>
      repo.withdraw(tx, userId, PASSWORD_LINKS),
  };
}
