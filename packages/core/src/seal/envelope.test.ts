import { type Bytes, concat, headerBytes, nonceBytes, sealedMinimum, u32, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, bytesUpTo, everyBeginning, everyFlippedBit } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { openMany, openOne, sealMany, sealOne } from "./envelope.ts";
import { pad, paddedSize } from "./padding.ts";

const crypto = testCrypto();
const key = await crypto.aeadKey(new Uint8Array(32).fill(7));
const bound = (what: Bytes | string) => (header: Bytes) => concat(header, typeof what === "string" ? utf8(what) : what);

describe("a sealed piece", () => {
  it("[E1] is suite, number, nonce, ciphertext and tag, and gives its content back", async () => {
    await fc.assert(
      fc.asyncProperty(bytesUpTo(1_500), fc.nat(0xffff_ffff), bytesUpTo(40), bytesOf(32), async (content, number, binding, raw) => {
        const own = await crypto.aeadKey(raw);
        const sealed = await sealOne(crypto, own, number, { content, associated: bound(binding) });
        expect(sealed.length).toBe(sealedMinimum + paddedSize(content.length));
        expect(sealed.subarray(0, headerBytes)).toEqual(concat(Uint8Array.of(1), u32(number)));
        expect(await openOne(crypto, own, { sealed, associated: bound(binding) })).toEqual(content);
        const [plain] = await crypto.openMany(own, [
          { nonce: sealed.slice(5, 17), ciphertext: sealed.slice(17), associated: bound(binding)(sealed.slice(0, 5)) },
        ]);
        expect(plain).toEqual(pad(content));
      }),
    );
  });

  it("[E1] [attack 36] has a nonce of its own, each of many, in one call or several", async () => {
    const requests = Array.from({ length: 500 }, () => ({ content: new Uint8Array(3), associated: bound("same") }));
    const sealed = [...(await sealMany(crypto, key, 1, requests)), ...(await sealMany(crypto, key, 1, requests))];
    const nonces = sealed.map((piece) => String(piece.subarray(headerBytes, headerBytes + nonceBytes)));
    expect(new Set(nonces).size).toBe(1_000);
  });

  it("[E1] draws its nonces from the platform's randomness, twelve bytes each", async () => {
    const asked: number[] = [];
    const randomBytes = (count: number) => {
      asked.push(count);
      return Uint8Array.from({ length: count }, (_, i) => i);
    };
    const requests = [1, 2, 3].map((n) => ({ content: Uint8Array.of(n), associated: bound("") }));
    const sealed = await sealMany({ ...crypto, randomBytes }, key, 1, requests);
    expect(asked).toEqual([36]);
    expect(sealed.map((piece) => piece[headerBytes])).toEqual([0, 12, 24]);
    expect(await sealMany(crypto, key, 1, [])).toEqual([]);
    expect(await openMany(crypto, key, [])).toEqual([]);
  });

  it("[E5] with any bit flipped is damaged: header, nonce, ciphertext and tag", async () => {
    const sealed = await sealOne(crypto, key, 3, { content: utf8("content"), associated: bound("item") });
    const opened = await openMany(
      crypto,
      key,
      everyFlippedBit(sealed).map((flipped) => ({ sealed: flipped, associated: bound("item") })),
    );
    expect(opened.length).toBe(8 * sealed.length);
    expect(new Set(opened)).toEqual(new Set([null]));
  });

  it("[E5] [attack 30] cut or lengthened is damaged", async () => {
    const sealed = await sealOne(crypto, key, 3, { content: utf8("content"), associated: bound("item") });
    for (const other of [...everyBeginning(sealed), concat(sealed, Uint8Array.of(0)), concat(sealed, sealed)]) {
      expect(await openOne(crypto, key, { sealed: other, associated: bound("item") })).toBeNull();
    }
  });

  it("[E5] under another key or bound to anything else is damaged", async () => {
    await fc.assert(
      fc.asyncProperty(bytesUpTo(30), bytesUpTo(30), bytesOf(32), async (mine, other, raw) => {
        const sealed = await sealOne(crypto, key, 3, { content: mine, associated: bound(mine) });
        const same = String(mine) === String(other);
        expect((await openOne(crypto, key, { sealed, associated: bound(other) })) !== null).toBe(same);
        expect(await openOne(crypto, await crypto.aeadKey(raw), { sealed, associated: bound(mine) })).toBeNull();
      }),
    );
  });

  it("[E5] [attack 31] whose padding is not the canonical one is damaged, though its tag fits", async () => {
    const header = concat(Uint8Array.of(1), u32(3));
    const nonce = new Uint8Array(12);
    const opens = async (plaintext: Bytes) => {
      const [ciphertext] = await crypto.sealMany(key, [{ nonce, plaintext, associated: header }]);
      return openOne(crypto, key, { sealed: concat(header, nonce, ciphertext as Bytes), associated: (own) => own });
    };
    const padded = pad(utf8("content"));
    expect(await opens(padded)).toEqual(utf8("content"));
    for (const other of [
      padded.with(511, 1),
      concat(padded, new Uint8Array(512)),
      padded.slice(0, 100),
      utf8("content"),
      new Uint8Array(0),
    ]) {
      expect(await opens(other)).toBeNull();
    }
  });

  it("[E5] too short for header, nonce and tag is never given to the platform", async () => {
    const given: number[] = [];
    const watching: typeof crypto.openMany = (own, jobs) => {
      given.push(...jobs.map(({ ciphertext }) => ciphertext.length));
      return crypto.openMany(own, jobs);
    };
    const pieces = Array.from({ length: sealedMinimum + 1 }, (_, length) => new Uint8Array(length));
    const requests = pieces.map((sealed) => ({ sealed, associated: bound("") }));
    expect(await openMany({ ...crypto, openMany: watching }, key, requests)).toEqual(pieces.map(() => null));
    expect(given).toEqual([sealedMinimum - headerBytes - nonceBytes]);
  });

  it("keeps every answer in its place, whichever pieces are damaged or too short", async () => {
    const places = fc.array(fc.constantFrom("whole", "short", "flipped", "elsewhere"), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(places, async (states) => {
        const contents = states.map((_, i) => u32(i));
        const sealed = await sealMany(
          crypto,
          key,
          1,
          contents.map((content, i) => ({ content, associated: bound(`${i}`) })),
        );
        const requests = sealed.map((piece, i) => ({
          sealed:
            states[i] === "short"
              ? piece.slice(0, i % sealedMinimum)
              : states[i] === "flipped"
                ? piece.with(20, (piece[20] ?? 0) ^ 1)
                : piece,
          associated: bound(states[i] === "elsewhere" ? "elsewhere" : `${i}`),
        }));
        expect(await openMany(crypto, key, requests)).toEqual(contents.map((content, i) => (states[i] === "whole" ? content : null)));
      }),
    );
  });
});
