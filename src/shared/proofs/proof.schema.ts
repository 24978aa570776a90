import { z } from "zod";
import { DeviceTime } from "../device-time.ts";
import { OrderId, type ProofId } from "../ids.ts";

export const ProofKind = z.enum(["photo", "signature"]);
export type ProofKind = z.infer<typeof ProofKind>;

/** Largest upload in bytes, and longest side in pixels of what is kept. */
export const MAX_PROOF_BYTES = 10 * 1024 * 1024;
export const MAX_PROOF_SIDE_PIXELS = 1_600;

/** multipart/form-data: `orderId`, `kind`, `file`, `deviceTime?`. The file is decoded and encoded anew; nothing of the original is kept. */
export const UploadProofInput = z.instanceof(FormData).transform((form, context) => {
  const names = [...form.keys()];
  if (new Set(names).size < names.length) {
    context.addIssue({ code: "custom", message: "a field is there more than once" });
    return z.NEVER;
  }
  const parsed = z
    .strictObject({
      orderId: OrderId,
      kind: ProofKind,
      file: z.instanceof(Blob),
      deviceTime: DeviceTime.optional(),
    })
    .safeParse(Object.fromEntries(form.entries()));
  if (parsed.success) return parsed.data;
  for (const { message, path } of parsed.error.issues) context.addIssue({ code: "custom", message, path });
  return z.NEVER;
});
export type UploadProofInput = z.infer<typeof UploadProofInput>;

export type ProofView = {
  id: ProofId;
  orderId: OrderId;
  kind: ProofKind;
  url: string;
  contentType: string;
  bytes: number;
  /** SHA-256 of the stored file, hexadecimal. */
  sha256: string;
  createdAt: string;
};
