import type { Actor } from "../../../../shared/auth/actor.ts";
import { DomainError } from "../../../../shared/errors.ts";
import type { DriverId, ProofId } from "../../../../shared/ids.ts";
import type { OrderCommandInput } from "../../../../shared/orders/order.schema.ts";
import type { ProofKind } from "../../../../shared/proofs/proof.schema.ts";
import type { Tx } from "../../../platform/mongo/transactor.port.ts";
import { toEmbedded } from "../../assignments/index.ts";
import type { OrderDoc } from "../orders.doc.ts";
import { type CommandDeps, command, ofOrder } from "./command.ts";
import { closeAssignment } from "./withdraw.ts";

/** Kilometres that a driver went between two instants, by his own trail; null when there is none. */
export type TrailDistance = (driverId: DriverId, from: Date, to: Date, tx: Tx) => Promise<number | null>;

/** The driver has the parcel in his hands. */
export const pickUpOrder = (deps: CommandDeps, actor: Actor, input: OrderCommandInput): Promise<OrderDoc> =>
  command(deps, "pickUp", actor, input, ({ now }) => ({ set: { pickedUpAt: now } }));

/** The driver is on the way to the recipient. */
export const startDelivery = (deps: CommandDeps, actor: Actor, input: OrderCommandInput): Promise<OrderDoc> =>
  command(deps, "startDelivery", actor, input, ({ now }) => ({ set: { outForDeliveryAt: now } }));

/** Binds a stored proof to its order; `save` writes the proof in the same transaction. */
export const addProof = (
  deps: CommandDeps,
  actor: Actor,
  input: OrderCommandInput & {
    kind: ProofKind;
    url: string;
    proofId: ProofId;
    sha256: string;
    bytes: number;
  },
  save: (tx: Tx, now: Date) => Promise<void>,
): Promise<OrderDoc> =>
  command(deps, "addProof", actor, input, async ({ tx, now }) => {
    await save(tx, now);
    return {
      set: input.kind === "photo" ? { proofPhotoUrl: input.url } : { signatureUrl: input.url },
      proof: { kind: input.kind, sha256: input.sha256, bytes: input.bytes },
      detail: input.kind === "photo" ? "Photo added" : "Signature added",
      event: updated => ({ type: "proof_added", ...ofOrder(updated), kind: input.kind }),
    };
  });

/**
 * Handed over. The proof that the vendor asks for must be there; the distance is taken from the trail, and the
 * driver's totals grow in the same transaction, so exactly once. Errors: PROOF_REQUIRED.
 */
export const deliverOrder = (
  deps: CommandDeps & { trailDistanceKm: TrailDistance },
  actor: Actor,
  input: OrderCommandInput,
): Promise<OrderDoc> =>
  command(deps, "deliver", actor, input, async judging => {
    const { tx, order, now } = judging;
    const missing = missingProofs(order);
    if (missing.length) throw new DomainError("PROOF_REQUIRED", { missing });
    const { driverId, assignment, pickedUpAt } = order;
    if (!driverId || !assignment || !pickedUpAt) throw new DomainError("NO_ASSIGNMENT");
    const completed = await closeAssignment(deps, judging, assignment, {
      status: "completed",
      completedAt: now,
      updatedAt: now,
    });
    await deps.drivers.finishWork(tx, {
      driverId,
      actor: judging.actor,
      now,
      delivered: { earningsCents: order.deliveryFeeCents },
    });
    return {
      set: {
        assignment: toEmbedded(completed),
        deliveredAt: now,
        actualDistanceKm: await deps.trailDistanceKm(driverId, pickedUpAt, now, tx),
        eta: null,
      },
    };
  });

function missingProofs({ proofPolicy, proofPhotoUrl, signatureUrl }: OrderDoc): ProofKind[] {
  const missing: ProofKind[] = [];
  if (proofPolicy.photo && !proofPhotoUrl) missing.push("photo");
  if (proofPolicy.signature && !signatureUrl) missing.push("signature");
  return missing;
}
