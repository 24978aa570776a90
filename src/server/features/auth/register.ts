import type { Credentials, Me, RegisterInput } from "../../../shared/auth/auth.schema.ts";
import { DEFAULT_PRICING, DEFAULT_PROOF_POLICY } from "../../../shared/vendors/vendor.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Transactor } from "../../platform/mongo/transactor.port.ts";
import type { AccessTokens } from "../../platform/tokens/access-tokens.port.ts";
import type { AuditService } from "../audit/index.ts";
import type { Outbox } from "../mail/index.ts";
import { type NewAccount, toUserView, type UserDoc, type UsersRepo } from "../users/index.ts";
import { newVendor, type ResolvePlace, type VendorDoc, type VendorsRepo } from "../vendors/index.ts";
import { callOf, type RequestFacts } from "./request-facts.ts";
import type { Sessions } from "./sessions.ts";
import { credentials } from "./sign-in.ts";

type Deps = {
  users: UsersRepo;
  vendors: VendorsRepo;
  newAccount: NewAccount;
  resolvePlace: ResolvePlace;
  sessions: Sessions;
  accessTokens: AccessTokens;
  audit: AuditService;
  /** Null when this server sends no mail. */
  outbox: Outbox | null;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

/**
 * Makes an account and signs it in. A customer may order at once; a business waits until an administrator has
 * approved it. Errors: EMAIL_TAKEN, PASSWORD_TOO_COMMON, and those of the address.
 */
export async function register(
  deps: Deps,
  request: RequestFacts,
  input: RegisterInput,
): Promise<Credentials> {
  // Before the hash: an address that is not found must not cost one.
  const place = input.role === "vendor" ? await deps.resolvePlace(input.address) : null;
  const account = await deps.newAccount(input);
  const vendor = input.role === "vendor" && place ? waitingVendor(deps, account, input, place) : null;
  const opened = await deps.transact(async tx => {
    await deps.users.insert(tx, account);
    if (vendor) await deps.vendors.insert(tx, vendor);
    await deps.audit.record(tx, {
      actor: { id: account._id, role: account.role, name: account.fullName },
      action: "auth.register",
      subject: vendor?._id ?? account._id,
      detail: vendor?.businessName ?? account.email,
      call: callOf(request),
    });
    await deps.outbox?.post(tx, { purpose: "emailVerification", to: account.email });
    return deps.sessions.open(tx, account._id, request);
  });
  const me: Me = {
    ...toUserView(account),
    vendorId: vendor?._id ?? null,
    memberRole: vendor ? "owner" : null,
    driverId: null,
    mustEnrolSecondFactor: false,
  };
  return credentials(deps, request, me, opened, input.client);
}

function waitingVendor(
  { ids, clock }: Deps,
  owner: UserDoc,
  input: Extract<RegisterInput, { role: "vendor" }>,
  place: Awaited<ReturnType<ResolvePlace>>,
): VendorDoc {
  return newVendor({
    id: ids.uuid(),
    userId: owner._id,
    businessName: input.businessName,
    email: input.email,
    phone: input.phone ?? null,
    place,
    pricing: DEFAULT_PRICING,
    proofPolicy: DEFAULT_PROOF_POLICY,
    isApproved: false,
    now: clock.now(),
  });
}
