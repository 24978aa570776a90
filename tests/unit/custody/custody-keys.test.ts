import { describe, expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { custodyKeyRoutes } from "../../../src/server/http/resources/custody-keys.ts";
import { CustodyKeys } from "../../../src/server/platform/signing/custody-keys.ts";
import { developmentKeys } from "../../../src/server/platform/signing/development-keys.ts";
import { createEd25519Signer } from "../../../src/server/platform/signing/ed25519.signer.ts";
import { CustodyKeySet } from "../../../src/shared/custody/custody.schema.ts";

/** RFC 8032, section 7.1, tests 1 and 2: secret key, public key, message, signature. */
const RFC_8032 = [
  {
    seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    message: "",
    signature:
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "r",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
];

const keysOf = (text: string) => createEd25519Signer(CustodyKeys.parse(text));
const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");

describe("CUSTODY_KEYS", () => {
  for (const { seed, publicKey, message, signature } of RFC_8032) {
    test(`signs ${JSON.stringify(message)} as RFC 8032 does`, () => {
      const signer = keysOf(`k1:${base64(seed)}`);
      expect(signer.sign(message)).toEqual({ kid: "k1", algorithm: "Ed25519", value: signature });
      expect(Buffer.from(signer.publicKeys[0]?.x ?? "", "base64url").toString("hex")).toBe(publicKey);
    });
  }

  test("takes PKCS #8 as openssl writes it", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const der = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
    expect(keysOf(`k1:${der}`).publicKeys[0]).toMatchObject({ x: publicKey.export({ format: "jwk" }).x });
  });

  test("signs with the first key and publishes them all", () => {
    const [first, second] = RFC_8032.map(({ seed }, index) => `k${index}:${base64(seed)}`);
    const signer = keysOf(`${first}, ${second}`);
    expect(signer.sign("x").kid).toBe("k0");
    expect(signer.publicKeys.map(({ kid }) => kid)).toEqual(["k0", "k1"]);
  });

  const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
  const WRONG = {
    "31 bytes": `k1:${Buffer.alloc(31, 1).toString("base64")}`,
    "an RSA key": `k1:${rsa.export({ format: "der", type: "pkcs8" }).toString("base64")}`,
    "no kid": Buffer.alloc(32, 1).toString("base64"),
    "one kid twice": `k1:${base64(RFC_8032[0]?.seed ?? "")},k1:${base64(RFC_8032[1]?.seed ?? "")}`,
    nothing: "",
  };
  for (const [name, text] of Object.entries(WRONG)) {
    test(`refuses ${name}`, () => {
      expect(CustodyKeys.safeParse(text).success).toBe(false);
    });
  }

  test("of development are made once, for the owner's eyes alone", () => {
    const dataDir = mkdtempSync(join(tmpdir(), "medex-custody-keys-"));
    const made = ["1", "2"].map(byte =>
      developmentKeys(dataDir, () => Buffer.alloc(32, byte).toString("base64url")),
    );
    const [first, second] = made.map(keys => createEd25519Signer(keys).publicKeys);
    const { mode } = statSync(join(dataDir, "development-custody-keys"));
    rmSync(dataDir, { recursive: true });
    expect(second).toEqual(first);
    expect(mode & 0o777).toBe(0o600);
  });
});

test("the public keys are a JWK set that every page may read, and hold nothing private", async () => {
  const { publicKeys } = keysOf(`k1:${base64(RFC_8032[0]?.seed ?? "")}`);
  const response = await custodyKeyRoutes({ publicKeys }).request("/.well-known/custody-keys.json");
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  const set = await response.json();
  expect(CustodyKeySet.parse(set).keys).toEqual([...publicKeys]);
  expect(JSON.stringify(set)).not.toContain('"d"');
});
