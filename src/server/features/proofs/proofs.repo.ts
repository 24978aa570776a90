import type { Db } from "mongodb";
import type { DriverId, OrderId, ProofId } from "../../../shared/ids.ts";
import type { ProofKind } from "../../../shared/proofs/proof.schema.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

export type ProofDoc = {
  _id: ProofId;
  orderId: OrderId;
  driverId: DriverId | null;
  kind: ProofKind;
  /** Where storage keeps the file; null when it was erased. */
  key: string | null;
  contentType: "image/jpeg" | "image/png";
  bytes: number;
  /** SHA-256 of the stored bytes, hexadecimal: binds the file to this order. */
  sha256: string;
  createdAt: Date;
  /** When the file was erased; the hash goes on to vouch for it. */
  erasedAt?: Date;
};

export const proofsCollection: CollectionSpec = {
  name: "proofs",
  indexes: [{ key: { orderId: 1, createdAt: -1 } }, { key: { key: 1 } }],
};

export type ProofsRepo = ReturnType<typeof createProofsRepo>;

export const createProofsRepo = repository((db: Db) => {
  const proofs = db.collection<ProofDoc>(proofsCollection.name);
  return {
    async insert(tx: Tx, doc: ProofDoc): Promise<void> {
      await proofs.insertOne(doc, { session: tx });
    },
    findById: (proofId: ProofId): Promise<ProofDoc | null> => proofs.findOne({ _id: proofId }),
  };
});
