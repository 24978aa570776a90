import { describe, expect, test } from "bun:test";
import { securityTxtRoutes } from "../../../src/server/http/resources/security-txt.ts";
import { createManualTime } from "../../support/manual-time.ts";

const { clock } = createManualTime();
const publicUrl = "https://medex.example";
const ask = (securityContact: string | undefined) =>
  securityTxtRoutes({ securityContact, publicUrl, clock }).request("/.well-known/security.txt");

describe("/.well-known/security.txt", () => {
  test("names the contact, and a day in the future until which it holds (RFC 9116)", async () => {
    const answer = await ask("mailto:security@medex.example");
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; charset=utf-8$/i);
    const text = await answer.text();
    expect(text).toContain("Contact: mailto:security@medex.example\n");
    expect(text).toContain("Canonical: https://medex.example/.well-known/security.txt\n");
    const expires = new Date(/^Expires: (.+)$/m.exec(text)?.[1] ?? "").getTime() - clock.now().getTime();
    expect(expires).toBeGreaterThan(30 * 86_400_000);
    expect(expires).toBeLessThan(365 * 86_400_000);
  });

  test("is not there while nobody has been named", async () => {
    expect((await ask(undefined)).status).toBe(404);
  });
});
