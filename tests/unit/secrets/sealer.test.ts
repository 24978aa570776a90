import { describe, expect, test } from "bun:test";
import { createSealer } from "../../../src/server/platform/secrets/aes-gcm.sealer.ts";

const OLD = { kid: "old", secret: "o".repeat(32) };
const NEW = { kid: "new", secret: "n".repeat(32) };

describe("a sealed secret", () => {
  const sealer = createSealer([NEW, OLD]);

  test("opens for whom it was sealed, and shows nothing", () => {
    const sealed = sealer.seal("GEZDGNBVGY3TQOJQ", "aino");
    expect(sealer.open(sealed, "aino")).toBe("GEZDGNBVGY3TQOJQ");
    expect(sealed).not.toContain("GEZDGNBVGY3TQOJQ");
    expect(sealer.seal("GEZDGNBVGY3TQOJQ", "aino")).not.toBe(sealed);
  });

  test("does not open for another, nor with one bit changed, nor when it is none", () => {
    const sealed = sealer.seal("GEZDGNBVGY3TQOJQ", "aino");
    expect(sealer.open(sealed, "ilmo")).toBeNull();
    for (let i = 4; i < sealed.length - 1; i++) {
      const bent = sealed.slice(0, i) + (sealed[i] === "A" ? "B" : "A") + sealed.slice(i + 1);
      expect(sealer.open(bent, "aino")).toBeNull();
    }
    for (const none of ["", "new.", "new.AAAA", "other.".padEnd(60, "A"), "__proto__.AAAA"]) {
      expect(sealer.open(none, "aino")).toBeNull();
    }
  });

  test("opens while its key is known, and says when it should be sealed anew", () => {
    const sealed = createSealer([OLD]).seal("GEZDGNBVGY3TQOJQ", "aino");
    expect(sealer.open(sealed, "aino")).toBe("GEZDGNBVGY3TQOJQ");
    expect(sealer.isOld(sealed)).toBe(true);
    expect(sealer.isOld(sealer.seal("x", "aino"))).toBe(false);
    expect(createSealer([NEW]).open(sealed, "aino")).toBeNull();
  });
});
