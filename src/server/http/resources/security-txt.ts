import { Hono } from "hono";
import type { Clock } from "../../platform/clock/clock.port.ts";
import { problem } from "../requests/problem.ts";

/** RFC 9116 asks for less than a year; the page is made anew with each request. */
const VALID_MS = 90 * 86_400_000;

type Deps = {
  /** `https:` or `mailto:`; undefined when the operator has named nobody. */
  securityContact: string | undefined;
  publicUrl: string;
  clock: Clock;
};

/** Whom to tell about a weakness, where tools and people look for it (RFC 9116). */
export const securityTxtRoutes = ({ securityContact, publicUrl, clock }: Deps) =>
  new Hono().get("/.well-known/security.txt", context => {
    if (!securityContact) return problem("NOT_FOUND");
    const expires = new Date(clock.now().getTime() + VALID_MS).toISOString();
    const lines = [
      `Contact: ${securityContact}`,
      `Expires: ${expires}`,
      "Preferred-Languages: en",
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ];
    return context.text(`${lines.join("\n")}\n`, 200, { "Cache-Control": "public, max-age=86400" });
  });
