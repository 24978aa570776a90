import { DomainError } from "../../../shared/errors.ts";
import { UserId } from "../../../shared/ids.ts";
import { networkOf } from "../../../shared/network.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { UsersRepo } from "../users/index.ts";
import type { Attempts } from "./attempts.ts";
import type { KnownDevices } from "./known-devices.ts";
import type { RequestFacts } from "./request-facts.ts";
import type { SessionsRepo } from "./sessions.repo.ts";

type Deps = {
  attempts: Attempts;
  devices: KnownDevices;
  users: UsersRepo;
  sessions: SessionsRepo;
  clock: Clock;
};

/** Counts a try at the password of an account; answers the key under which success forgets it. Errors: TOO_MANY_REQUESTS. */
export type BeginTry = (request: RequestFacts, email: string) => Promise<string>;

/** Nobody: what is looked for when there is no account, so that the work is the same. */
const NOBODY = UserId.parse("00000000-0000-0000-0000-000000000000");

/**
 * Ten tries by each known device, and by each address where the device is not known. Many addresses together have a
 * hundred at one account; a known device, and an address at which the account is signed in, are not held up by them.
 */
export function createBeginTry({ attempts, devices, users, sessions, clock }: Deps): BeginTry {
  async function isSignedInAt(email: string, network: string): Promise<boolean> {
    const user = await users.findByEmail(email);
    const open = await sessions.ofUser(user?._id ?? NOBODY, clock.now());
    return open.some(({ ip }) => networkOf(ip) === network);
  }

  return async (request, email) => {
    const mark = devices.markOf(request, email);
    const network = networkOf(request.ip);
    const attempt = mark ?? `${email} ${network}`;
    await attempts.begin(attempt);
    if (mark) return attempt;
    const seconds = await attempts.waitAnywhere(email);
    if (seconds > 0 && !(await isSignedInAt(email, network)))
      throw new DomainError("TOO_MANY_REQUESTS", { seconds });
    return attempt;
  };
}
