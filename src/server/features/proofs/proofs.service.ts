import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import { type OrderId, ProofId } from "../../../shared/ids.ts";
import {
  MAX_PROOF_BYTES,
  MAX_PROOF_SIDE_PIXELS,
  type ProofView,
  type UploadProofInput,
} from "../../../shared/proofs/proof.schema.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { CleanImage, Images } from "../../platform/images/images.port.ts";
import type { Storage } from "../../platform/storage/storage.port.ts";
import type { OrdersService } from "../orders/index.ts";
import type { ProofDoc, ProofsRepo } from "./proofs.repo.ts";

type Deps = { repo: ProofsRepo; orders: OrdersService; storage: Storage; images: Images; ids: Ids };

export type ProofFile = { orderId: OrderId; bytes: Uint8Array; contentType: string; filename: string };

export type ProofsService = ReturnType<typeof createProofsService>;

const EXTENSION = { "image/jpeg": "jpg", "image/png": "png" } as const;

export function createProofsService({ repo, orders, storage, images, ids }: Deps) {
  return {
    /**
     * Keeps a photo or a signature and binds it to its order. The file is stored first and its record written in the
     * order's transaction, so an order never points at a missing file; what the transaction refuses is removed.
     * Errors: NOT_AN_IMAGE, PAYLOAD_TOO_LARGE, ORDER_NOT_FOUND, ILLEGAL_TRANSITION, STORAGE_UNAVAILABLE, and
     * UNAVAILABLE when too many pictures wait.
     */
    async upload(actor: Actor, { orderId, kind, file, deviceTime }: UploadProofInput): Promise<ProofView> {
      if (file.size > MAX_PROOF_BYTES) throw new DomainError("PAYLOAD_TOO_LARGE", { limit: "10 MB" });
      // A stranger must not make this server decode pictures: ask for the order before looking at the file.
      await orders.get(actor, { orderId });
      const image = await clean(kind, new Uint8Array(await file.arrayBuffer()));
      const proof = newProof(ids, actor, { orderId, kind, image });
      await storage.put(proof.key, image.bytes);
      try {
        await orders.addProof(
          actor,
          {
            orderId,
            kind,
            deviceTime,
            proofId: proof._id,
            url: urlOf(proof),
            sha256: proof.sha256,
            bytes: proof.bytes,
          },
          (tx, createdAt) => repo.insert(tx, { ...proof, createdAt }),
        );
      } catch (error) {
        if (!(await repo.findById(proof._id))) await storage.remove(proof.key);
        throw error;
      }
      const stored = await repo.findById(proof._id);
      if (!stored) throw new DomainError("PROOF_NOT_FOUND");
      return toProofView(stored);
    },

    /** The file, for those who may see its order. Errors: PROOF_NOT_FOUND. */
    async open(actor: Actor, proofId: ProofId): Promise<ProofFile> {
      const proof = await repo.findById(proofId);
      const visible = proof && (await orders.viewMany(actor, [proof.orderId]));
      const bytes = proof?.key && visible?.has(proof.orderId) ? await storage.get(proof.key) : null;
      if (!proof || !bytes) throw new DomainError("PROOF_NOT_FOUND");
      return {
        orderId: proof.orderId,
        bytes,
        contentType: proof.contentType,
        filename: `${proof.kind}-${proof._id}.${EXTENSION[proof.contentType]}`,
      };
    },
  };

  function clean(kind: UploadProofInput["kind"], bytes: Uint8Array): Promise<CleanImage> {
    return kind === "photo"
      ? images.photo(bytes, MAX_PROOF_SIDE_PIXELS)
      : images.drawing(bytes, MAX_PROOF_SIDE_PIXELS);
  }
}

function newProof(
  ids: Ids,
  { driverId }: Actor,
  { orderId, kind, image }: { orderId: ProofDoc["orderId"]; kind: ProofDoc["kind"]; image: CleanImage },
): Omit<ProofDoc, "createdAt"> & { key: string } {
  const id = ProofId.parse(ids.uuid());
  return {
    _id: id,
    orderId,
    driverId,
    kind,
    key: `proofs/${orderId}/${id}.${EXTENSION[image.contentType]}`,
    contentType: image.contentType,
    bytes: image.bytes.byteLength,
    sha256: new Bun.CryptoHasher("sha256").update(image.bytes).digest("hex"),
  };
}

const urlOf = ({ _id }: Pick<ProofDoc, "_id">): string => `/files/proofs/${_id}`;

const toProofView = (doc: ProofDoc): ProofView => ({
  id: doc._id,
  orderId: doc.orderId,
  kind: doc.kind,
  url: urlOf(doc),
  contentType: doc.contentType,
  bytes: doc.bytes,
  sha256: doc.sha256,
  createdAt: doc.createdAt.toISOString(),
});
