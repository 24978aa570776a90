import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientRoutes } from "../../../src/server/http/resources/client.ts";
import { freshFolder } from "../../support/process.ts";

const outside = freshFolder("client");
const folder = join(outside, "built");

beforeAll(() => {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(outside, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), "the application");
  writeFileSync(join(folder, "track.html"), "the tracking page");
  writeFileSync(join(folder, "verify.html"), "the checking page");
  writeFileSync(join(folder, "assets/app-1a2b.js"), "code");
});
afterAll(() => rmSync(outside, { recursive: true, force: true }));

const get = async (path: string) => {
  const response = await clientRoutes({ folder }).request(path);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

describe("the built client", () => {
  for (const path of ["/", "/driver", "/orders/1", "/no/such/page"]) {
    test(`answers ${path} with the application, never from a cache`, async () => {
      const { status, text, headers } = await get(path);
      expect([status, text, headers.get("cache-control")]).toEqual([200, "the application", "no-cache"]);
    });
  }

  test("keeps hashed assets for ever", async () => {
    const { text, headers } = await get("/assets/app-1a2b.js");
    expect([text, headers.get("cache-control")]).toEqual(["code", expect.stringContaining("immutable")]);
  });

  test("shows tracking links to no search engine, referrer or cache", async () => {
    const { text, headers } = await get(`/track/${"x".repeat(32)}`);
    expect(text).toBe("the tracking page");
    expect(headers.get("x-robots-tag")).toContain("noindex");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("has a page of its own for checking chains of custody", async () => {
    expect(await get("/verify")).toMatchObject({ status: 200, text: "the checking page" });
  });

  for (const path of ["/assets/old.js", "/files/x", "/tiles/x", "/%", "/%E0%A4%A", "/%00", "/assets/%00"]) {
    test(`has nothing at ${path}`, async () => {
      const { status, text } = await get(path);
      expect([status, JSON.parse(text).error.data.appCode]).toEqual([404, "NOT_FOUND"]);
    });
  }

  for (const path of ["/..%2fsecret.txt", "/assets/..%2f..%2f..%2fsecret.txt", "/%2e%2e/secret.txt"]) {
    test(`does not lead out of its folder by ${path}`, async () => {
      expect((await get(path)).text).not.toContain("secret");
    });
  }
});
