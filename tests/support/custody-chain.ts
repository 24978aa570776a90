import { type CustodyFact, createCustodyRecorder } from "../../src/server/features/custody/index.ts";
import type { EventActor } from "../../src/server/features/events/index.ts";
import type { Tx } from "../../src/server/platform/mongo/transactor.port.ts";
import { CustodyKeys } from "../../src/server/platform/signing/custody-keys.ts";
import { createEd25519Signer } from "../../src/server/platform/signing/ed25519.signer.ts";
import { CUSTODY_FORMAT, type CustodyExport } from "../../src/shared/custody/custody.schema.ts";
import { DriverId, OrderId, OrderNumber, UserId } from "../../src/shared/ids.ts";
import { createSequentialIds } from "./sequential-ids.ts";

const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const START = Date.parse("2026-11-23T08:00:00.000Z");

/** Two keys, so that one can be the wrong one. */
export const custodySigner = createEd25519Signer(
  CustodyKeys.parse(["new", "old"].map(kid => `${kid}:${Buffer.alloc(32, kid).toString("base64")}`).join()),
);

type Step = Pick<CustodyFact, "action"> & { by: EventActor["role"]; status: CustodyFact["order"]["status"] };

/** A life from the form to the recipient's hand. */
const DELIVERED: readonly Step[] = [
  { action: "create", by: "user", status: "pending" },
  { action: "accept", by: "vendor", status: "accepted" },
  { action: "assign", by: "vendor", status: "accepted" },
  { action: "acceptAssignment", by: "driver", status: "driver_assigned" },
  { action: "pickUp", by: "driver", status: "picked_up" },
  { action: "startDelivery", by: "driver", status: "out_for_delivery" },
  { action: "addProof", by: "driver", status: "out_for_delivery" },
  { action: "deliver", by: "driver", status: "delivered" },
];

type Options = { order?: number; steps?: number; name?: string; detail?: string };

/** An export as an administrator sees it, made by the recorder of the server; of the first `steps` events. */
export async function aCustodyExport(options: Options = {}): Promise<CustodyExport> {
  const { order = 1, steps = DELIVERED.length, name = "Aino Laine", detail = "Ring twice" } = options;
  const orderId = OrderId.parse(idOf(order));
  const record = createCustodyRecorder({
    ids: createSequentialIds(),
    signer: custodySigner,
    fixOf: async () => ({ latitude: 60.17, longitude: 24.94, accuracyMeters: 8, fixedAt: new Date(START) }),
  });
  const events: CustodyExport["events"] = [];
  let signature: CustodyExport["signature"] = null;
  for (const [index, { action, by, status }] of DELIVERED.slice(0, steps).entries()) {
    const link = await record({} as Tx, {
      order: {
        _id: orderId,
        orderNumber: OrderNumber.parse(`ORD-${String(order).padStart(8, "0")}`),
        version: index + 1,
        status,
        updatedAt: new Date(START + index * 60_000),
      },
      action,
      actor: { id: UserId.parse(idOf(100)), role: by, name },
      driverId: by === "driver" ? DriverId.parse(idOf(200)) : null,
      deviceTime: by === "driver" ? new Date(START + index * 59_000) : null,
      detail: action === "create" ? null : detail,
      proof: action === "addProof" ? { kind: "photo", sha256: "ab".repeat(32), bytes: 1_234 } : null,
      contents: action === "create" ? CONTENTS : {},
      previousHash: events.at(-1)?.hash ?? null,
    });
    events.push({ record: link.record, hash: link.hash, opened: link.opened });
    signature = link.signature;
  }
  return JSON.parse(JSON.stringify({ format: CUSTODY_FORMAT, orderId, events, signature }));
}

const CONTENTS: CustodyFact["contents"] = {
  recipient: { name: "Aino Laine", phone: "+358 50 765 4321" },
  pickup: { address: "Mannerheimintie 5", latitude: 60.1689, longitude: 24.9408 },
  delivery: { address: "Aleksanterinkatu 21", latitude: 60.1689, longitude: 24.9459 },
  items: [{ name: "Insulin glargine", quantity: 1, handling: "chilled" }],
  notes: null,
};
