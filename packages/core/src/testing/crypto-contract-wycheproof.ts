// The part of the crypto contract that others have collected: Project Wycheproof's cases, each of which some library has got wrong. Where
// the port takes less than a case offers (other nonces, shorter keys), it must refuse, not do something of its own.

import { argon2Sync } from "node:crypto";
import { assert, type Bytes, concat, fromHex, toHex } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { hkdfExpand, hkdfExtract } from "../crypto/hkdf.ts";
import type { Crypto } from "../crypto/primitives.ts";
import { wycheproof } from "./wycheproof.ts";

const hex = (text: string): Bytes => {
  const bytes = fromHex(text);
  assert(bytes !== null, "a vector is hex");
  return bytes;
};

/** Holds `check` for every case of a file, and says of which cases it failed; `least` is how many there are at least. */
async function every<G extends { readonly tests: readonly { readonly tcId: number; readonly comment: string }[] }>(
  groups: readonly G[],
  least: number,
  check: (test: G["tests"][number], group: G) => Promise<boolean>,
): Promise<void> {
  const failed: string[] = [];
  let count = 0;
  for (const group of groups) {
    for (const test of group.tests) {
      count++;
      if (!(await check(test, group))) failed.push(`${test.tcId} ${test.comment}`);
    }
  }
  expect(failed).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(least);
}

export function wycheproofContract(crypto: Crypto): void {
  describe("Project Wycheproof", () => {
    it("[E1] [E5] AES-256-GCM: seals and opens what is valid, and opens nothing else", async () => {
      const groups = wycheproof("aes_gcm");
      await every(groups.flatMap(fitting), 48, (test) => sealsAndOpens(crypto, test));
    });

    it("[E1] AES-GCM: takes no key, no nonce and no tag of another size than its own", async () => {
      const others = wycheproof("aes_gcm").filter((group) => fitting(group).length === 0);
      await every(others, 180, async ({ key, iv, aad, ct, tag }, { keySize }) => {
        if (keySize !== 256) return refuses(crypto.aeadKey(hex(key)));
        const opened = await crypto.openMany(await crypto.aeadKey(hex(key)), [
          { nonce: hex(iv), ciphertext: hex(ct + tag), associated: hex(aad) },
        ]);
        return opened[0] === null;
      });
    });

    it("[K7] Ed25519: verifies what is valid and nothing else, and signs to the same bytes", async () => {
      await every(wycheproof("eddsa"), 145, async ({ msg, sig, result }, { key: { pk, sk } }) => {
        const verified = await crypto.verify(hex(pk), hex(msg), hex(sig));
        if (result !== "valid") return !verified;
        const key = await crypto.signingKey(hex(sk));
        return verified && toHex(key.publicKey) === pk && toHex(await crypto.sign(key, hex(msg))) === sig;
      });
    });

    it("[K3] HKDF-SHA-256: the first block of every output", async () => {
      // An output beyond 255 blocks, the one thing that is invalid, can't be asked for: ours has one block.
      await every(wycheproof("hkdf_sha256"), 105, async ({ ikm, salt, info, okm, result }) => {
        if (result === "invalid") return okm === "";
        const made = toHex(await hkdfExpand(crypto, await hkdfExtract(crypto, hex(salt), hex(ikm)), hex(info)));
        return okm.length > made.length ? okm.startsWith(made) : made.startsWith(okm);
      });
    });

    it.each([
      ["SHA-1", "hmac_sha1", 170],
      ["SHA-256", "hmac_sha256", 174],
      ["SHA-512", "hmac_sha512", 174],
    ] as const)("[K3] [T5] HMAC with %s: the tag where it is valid, and another where it is not", async (hash, file, least) => {
      await every(wycheproof(file), least, async ({ key, msg, tag, result }) => {
        const made = [await crypto.oneTimeHmac(hash, hex(key), hex(msg))];
        if (hash === "SHA-256") made.push(await crypto.hmac(hex(key), hex(msg)));
        return made.every((bytes) => toHex(bytes).startsWith(tag) === (result === "valid"));
      });
    });
  });

  it("[K4] Argon2id: the bytes of another implementation, which gives the tag of RFC 9106, 5.3", async () => {
    const filled = (byte: number, count: number) => new Uint8Array(count).fill(byte);
    const example = { message: filled(1, 32), nonce: filled(2, 16), secret: filled(3, 8), associatedData: filled(4, 12) };
    const tag = argon2Sync("argon2id", { ...example, parallelism: 4, memory: 32, passes: 3, tagLength: 32 });
    expect(tag.toString("hex")).toBe("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    // K4's parameters; the port takes no others, nor a secret.
    const ours = { parallelism: 1, memory: 65_536, passes: 3, tagLength: 32 } as const;
    const password = Uint8Array.from({ length: 33 }, (_, at) => 3 * at);
    const expected = argon2Sync("argon2id", { message: password, nonce: filled(9, 16), ...ours });
    expect(toHex(await crypto.stretch(password, filled(9, 16)))).toBe(expected.toString("hex"));
  });
}

type AesGroup = ReturnType<typeof wycheproof<"aes_gcm">>[number];

/** The group, where it is of the sizes that the suite uses. */
const fitting = (group: AesGroup): readonly AesGroup[] =>
  group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128 ? [group] : [];

async function sealsAndOpens(crypto: Crypto, { key, iv, aad, msg, ct, tag, result }: AesGroup["tests"][number]): Promise<boolean> {
  const held = await crypto.aeadKey(hex(key));
  const sealed = concat(hex(ct), hex(tag));
  const [opened] = await crypto.openMany(held, [{ nonce: hex(iv), ciphertext: sealed, associated: hex(aad) }]);
  if (result !== "valid") return opened === null;
  const [made] = await crypto.sealMany(held, [{ nonce: hex(iv), plaintext: hex(msg), associated: hex(aad) }]);
  return opened !== null && opened !== undefined && toHex(opened) === msg && made !== undefined && toHex(made) === toHex(sealed);
}

const refuses = async (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => false,
    () => true,
  );
