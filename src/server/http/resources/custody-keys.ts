import { Hono } from "hono";
import type { Signer } from "../../platform/signing/signer.port.ts";

/**
 * The public keys of closed chains of custody, as a JWK set (RFC 7517): secret to nobody, and open to pages of every
 * origin, so that a chain can be checked without us.
 */
export const custodyKeyRoutes = ({ publicKeys }: Pick<Signer, "publicKeys">) =>
  new Hono().get("/.well-known/custody-keys.json", context =>
    context.json({ keys: publicKeys }, 200, {
      "Access-Control-Allow-Origin": "*",
      "Cache-Control": "public, max-age=3600",
    }),
  );
