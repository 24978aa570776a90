import { Hono } from "hono";
import { DomainError } from "../../../shared/errors.ts";
import { ProofId } from "../../../shared/ids.ts";
import type { AdmitCall } from "../../platform/limits/call-limits.ts";
import type { Services } from "../../trpc/context.ts";
import { bearer } from "../requests/bearer.ts";
import { type Connection, callerAddress } from "../requests/request-facts.ts";
import type { RequestIds } from "../requests/request-id.ts";

type Deps = Pick<Services, "auth" | "proofs" | "audit"> & { admitCall: AdmitCall; trustProxy: boolean };

/**
 * Proofs, only for those who may see their order, once the audit log knows who looks; never cached by anybody in
 * between, never shown as a page.
 */
export const fileRoutes = ({ auth, proofs, audit, admitCall, trustProxy }: Deps) =>
  new Hono<Connection & RequestIds>().get("/files/proofs/:id", async context => {
    const { headers } = context.req.raw;
    const actor = await auth.actorOf(bearer(headers));
    const address = callerAddress(headers, context.env.remoteAddress, trustProxy);
    await admitCall("read", { account: actor?.userId ?? null, address });
    if (!actor) throw new DomainError("UNAUTHENTICATED");
    if (actor.mustEnrolSecondFactor) throw new DomainError("SECOND_FACTOR_ENROLMENT_REQUIRED");
    const id = ProofId.safeParse(context.req.param("id"));
    if (!id.success) throw new DomainError("PROOF_NOT_FOUND");
    const file = await proofs.open(actor, id.data);
    const call = {
      requestId: context.get("requestId"),
      ip: address,
      userAgent: headers.get("user-agent")?.slice(0, 200) ?? null,
      reason: null,
    };
    const subjects = [file.orderId];
    await audit.read({ ...actor, call }, { action: "read.files.proof", kind: "order", subjects });
    return context.body(new Uint8Array(file.bytes), 200, {
      "Content-Type": file.contentType,
      "Content-Disposition": `attachment; filename="${file.filename}"`,
      "Cache-Control": "private, no-store",
      "Content-Security-Policy": "default-src 'none'; sandbox",
    });
  });
