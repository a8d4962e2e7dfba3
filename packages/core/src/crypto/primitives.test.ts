import { argon2Sync } from "node:crypto";
import { utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeCrypto } from "../adapters/node-crypto.ts";
import { cryptoContract } from "../testing/crypto-contract.ts";

cryptoContract("node:crypto and @node-rs/argon2", nodeCrypto());

describe("Argon2id of @node-rs/argon2", () => {
  it("[K4] is Argon2id of OpenSSL, byte for byte", async () => {
    const salt = fc.uint8Array({ minLength: 16, maxLength: 16 });
    const password = fc.string({ maxLength: 40, unit: "binary" }).map(utf8);
    await fc.assert(
      fc.asyncProperty(password, salt, async (message, nonce) => {
        const expected = argon2Sync("argon2id", { message, nonce, parallelism: 1, tagLength: 32, memory: 65_536, passes: 3 });
        expect(await nodeCrypto().stretch(message, nonce)).toEqual(new Uint8Array(expected));
      }),
      { numRuns: 4, examples: [[utf8(""), new Uint8Array(16)]] },
    );
  });
});
