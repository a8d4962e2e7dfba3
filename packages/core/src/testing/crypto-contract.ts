// The suite that every platform's primitives pass: known answers from the standards, and inputs that must be refused. What is
// frozen here was computed by others, so that two platforms that pass meet in every byte.

import { createHash } from "node:crypto";
import { assert, type Bytes, concat, fromHex, toHex, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Crypto } from "../crypto/primitives.ts";
import { wycheproofContract } from "./crypto-contract-wycheproof.ts";

export function cryptoContract(name: string, crypto: Crypto): void {
  describe(`${name} as primitives`, () => {
    hashing(crypto);
    sealing(crypto);
    signing(crypto);
    refusedSignatures(crypto);
    stretching(crypto);
    randomness(crypto);
    wycheproofContract(crypto);
  });
}

const hex = (text: string): Bytes => {
  const bytes = fromHex(text);
  assert(bytes !== null, "a vector is hex");
  return bytes;
};
const repeated = (byte: number, count: number): Bytes => new Uint8Array(count).fill(byte);

function hashing(crypto: Crypto): void {
  it("SHA-256: FIPS 180-4 examples, in the order given", async () => {
    const pieces = [utf8(""), utf8("abc"), utf8("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), repeated(0x61, 1_000_000)];
    expect((await crypto.sha256(pieces)).map(toHex)).toEqual([
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    ]);
    expect(await crypto.sha256([])).toEqual([]);
  });

  // RFC 4231, 4.2 to 4.8 (4.6 is about truncation).
  const longText =
    "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.";
  it.each([
    ["4.2", repeated(0x0b, 20), utf8("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    ["4.3", utf8("Jefe"), utf8("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
    ["4.4", repeated(0xaa, 20), repeated(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"],
    [
      "4.5",
      Uint8Array.from({ length: 25 }, (_, i) => i + 1),
      repeated(0xcd, 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ],
    [
      "4.7",
      repeated(0xaa, 131),
      utf8("Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
    ["4.8", repeated(0xaa, 131), utf8(longText), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"],
  ])("HMAC-SHA-256: RFC 4231, %s", async (_, key, message, expected) => {
    expect(toHex(await crypto.hmac(key, message))).toBe(expected);
    expect(toHex(await crypto.oneTimeHmac("SHA-256", key, message))).toBe(expected);
  });

  it.each([
    ["RFC 2202, 3, case 1", "SHA-1", repeated(0x0b, 20), utf8("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00"],
    ["RFC 2202, 3, case 2", "SHA-1", utf8("Jefe"), utf8("what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"],
    [
      "RFC 2202, 3, case 6",
      "SHA-1",
      repeated(0xaa, 80),
      utf8("Test Using Larger Than Block-Size Key - Hash Key First"),
      "aa4ae5e15272d00e95705637ce8a3b55ed402112",
    ],
    [
      "RFC 4231, 4.2",
      "SHA-512",
      repeated(0x0b, 20),
      utf8("Hi There"),
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
    ],
  ] as const)("HMAC for one-time codes: %s", async (_, hash, key, message, expected) => {
    expect(toHex(await crypto.oneTimeHmac(hash, key, message))).toBe(expected);
  });
}

// The GCM specification (McGrew and Viega), appendix B, test cases 13 to 16: AES-256 with nonces of 12 bytes.
const gcmKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const gcmPlain =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
const gcmCipher =
  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";
const gcmCases = [
  { n: 13, key: "00".repeat(32), nonce: "00".repeat(12), plain: "", aad: "", sealed: "530f8afbc74536b9a963b4f1c4cb738b" },
  {
    n: 14,
    key: "00".repeat(32),
    nonce: "00".repeat(12),
    plain: "00".repeat(16),
    aad: "",
    sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
  },
  {
    n: 15,
    key: gcmKey,
    nonce: "cafebabefacedbaddecaf888",
    plain: gcmPlain,
    aad: "",
    sealed: `${gcmCipher}b094dac5d93471bdec1a502270e3cc6c`,
  },
  {
    n: 16,
    key: gcmKey,
    nonce: "cafebabefacedbaddecaf888",
    plain: gcmPlain.slice(0, 120),
    aad: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    sealed: `${gcmCipher.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`,
  },
];

function sealing(crypto: Crypto): void {
  it.each(gcmCases)("[E1] AES-256-GCM: test case $n, both ways", async ({ key, nonce, plain, aad, sealed }) => {
    const held = await crypto.aeadKey(hex(key));
    const associated = hex(aad);
    const [out] = await crypto.sealMany(held, [{ nonce: hex(nonce), plaintext: hex(plain), associated }]);
    expect(toHex(out ?? repeated(0, 0))).toBe(sealed);
    const [back] = await crypto.openMany(held, [{ nonce: hex(nonce), ciphertext: hex(sealed), associated }]);
    expect(back && toHex(back)).toBe(plain);
  });

  const nonce = repeated(7, 12);
  const plaintext = utf8("a sealed text");
  const associated = utf8("where it stands");

  it("[E1] opens what it sealed, many at once and in order, with null where one does not open", async () => {
    const key = await crypto.aeadKey(repeated(1, 32));
    const bytes = fc.uint8Array({ maxLength: 2_000 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ nonce: fc.uint8Array({ minLength: 12, maxLength: 12 }), plaintext: bytes, associated: bytes })),
        async (jobs) => {
          const sealed = await crypto.sealMany(key, jobs);
          expect(sealed.map(({ length }) => length)).toEqual(jobs.map((job) => job.plaintext.length + 16));
          const opening = sealed.map((ciphertext, i) => ({ ...(jobs[i] ?? { nonce, associated }), ciphertext }));
          const spoiled = { nonce, ciphertext: repeated(0, 40), associated };
          const opened = await crypto.openMany(key, [spoiled, ...opening]);
          expect(opened).toEqual([null, ...jobs.map((job) => job.plaintext)]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("[E5] does not open with any bit flipped, in the ciphertext, tag, nonce or associated data", async () => {
    const key = await crypto.aeadKey(repeated(1, 32));
    const [ciphertext] = await crypto.sealMany(key, [{ nonce, plaintext, associated }]);
    assert(ciphertext, "one job, one piece");
    const job = { nonce, ciphertext, associated };
    const flipped = (bytes: Bytes, bit: number) => bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    const spoiled = (["nonce", "ciphertext", "associated"] as const).flatMap((part) =>
      Array.from({ length: job[part].length * 8 }, (_, bit) => ({ ...job, [part]: flipped(job[part], bit) })),
    );
    expect(new Set(await crypto.openMany(key, spoiled))).toEqual(new Set([null]));
    expect(await crypto.openMany(key, [job])).toEqual([plaintext]);
  });

  it("[E5] does not open a short tag, a longer piece, another nonce's length or another key's", async () => {
    const key = await crypto.aeadKey(repeated(1, 32));
    const [ciphertext] = await crypto.sealMany(key, [{ nonce, plaintext, associated }]);
    assert(ciphertext, "one job, one piece");
    const shorter = Array.from({ length: ciphertext.length }, (_, length) => ciphertext.subarray(0, length));
    const jobs = [...shorter, concat(ciphertext, repeated(0, 1))].map((part) => ({ nonce, ciphertext: part, associated }));
    const nonces = [0, 11, 13, 16].map((length) => ({ nonce: repeated(7, length), ciphertext, associated }));
    expect(new Set(await crypto.openMany(key, [...jobs, ...nonces]))).toEqual(new Set([null]));
    const other = await crypto.aeadKey(repeated(2, 32));
    expect(await crypto.openMany(other, [{ nonce, ciphertext, associated }])).toEqual([null]);
  });

  it("[E1] takes keys of 32 bytes and nonces of 12 alone, and shows nothing of a key", async () => {
    await expect(crypto.aeadKey(repeated(1, 16))).rejects.toThrow();
    const key = await crypto.aeadKey(repeated(1, 32));
    await expect(crypto.sealMany(key, [{ nonce: repeated(7, 11), plaintext, associated }])).rejects.toThrow();
    expect([JSON.stringify(key), Object.getOwnPropertyNames(key)]).toEqual(["{}", []]);
  });
}

// RFC 8032, 7.1: seed, public key, message, signature.
const ed25519Cases = [
  {
    n: "TEST 1",
    seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    message: "",
    signature:
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    n: "TEST 2",
    seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "72",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
  {
    n: "TEST 3",
    seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    message: "af82",
    signature:
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  },
  {
    n: "TEST SHA(abc)",
    seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
    publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    message:
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    signature:
      "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  },
];

function signing(crypto: Crypto): void {
  it.each(ed25519Cases)("[K7] Ed25519: RFC 8032, 7.1, $n", async ({ seed, publicKey, message, signature }) => {
    const key = await crypto.signingKey(hex(seed));
    expect(toHex(key.publicKey)).toBe(publicKey);
    expect(toHex(await crypto.sign(key, hex(message)))).toBe(signature);
    expect(await crypto.verify(key.publicKey, hex(message), hex(signature))).toBe(true);
  });

  it("[K7] takes seeds of 32 bytes alone, and shows nothing of a key but its public half", async () => {
    await expect(crypto.signingKey(repeated(1, 31))).rejects.toThrow();
    await expect(crypto.signingKey(repeated(1, 64))).rejects.toThrow();
    expect(Object.keys(await crypto.signingKey(repeated(1, 32)))).toEqual(["publicKey"]);
  });

  it("[K7] does not verify with any bit of signature, message or key flipped", async () => {
    const key = await crypto.signingKey(repeated(1, 32));
    const message = utf8("a signed message");
    const signature = await crypto.sign(key, message);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("key", "message", "signature"), fc.nat(511), async (part, at) => {
        const flip = (name: string, bytes: Bytes) => {
          const bit = at % (bytes.length * 8);
          return name === part ? bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)) : bytes;
        };
        const verified = crypto.verify(flip("key", key.publicKey), flip("message", message), flip("signature", signature));
        expect(await verified).toBe(false);
      }),
      { numRuns: 120 },
    );
  });
}

/** The order of the group, 2^252 + 27742317777372353535851937790883648493 (RFC 8032, 5.1). */
const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n;

const littleEndian = (bytes: Bytes): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const toLittleEndian = (value: bigint): Bytes => Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));

function refusedSignatures(crypto: Crypto): void {
  const message = utf8("a signed message");
  const signed = async () => {
    const key = await crypto.signingKey(repeated(1, 32));
    return { publicKey: key.publicKey, signature: await crypto.sign(key, message) };
  };

  it("[K7] refuses an S that is not below the group's order: the same signature in another form", async () => {
    const { publicKey, signature } = await signed();
    const s = littleEndian(signature.subarray(32));
    for (let more = groupOrder; s + more < 2n ** 256n; more += groupOrder) {
      const other = concat(signature.subarray(0, 32), toLittleEndian(s + more));
      expect(await crypto.verify(publicKey, message, other)).toBe(false);
    }
    expect(await crypto.verify(publicKey, message, concat(signature.subarray(0, 32), toLittleEndian(s)))).toBe(true);
  });

  it("[K7] refuses signatures and keys of another length, without throwing", async () => {
    const { publicKey, signature } = await signed();
    for (const length of [0, 1, 32, 63, 65, 128]) {
      const other = concat(signature, signature).subarray(0, length);
      expect(await crypto.verify(publicKey, message, other)).toBe(false);
    }
    for (const length of [0, 31, 33, 64]) {
      const other = concat(publicKey, publicKey).subarray(0, length);
      expect(await crypto.verify(other, message, signature)).toBe(false);
    }
  });

  it("[K7] refuses all-zero signatures, R and S exchanged, and a key that is no point", async () => {
    const { publicKey, signature } = await signed();
    expect(await crypto.verify(publicKey, message, repeated(0, 64))).toBe(false);
    expect(await crypto.verify(publicKey, message, concat(signature.subarray(32), signature.subarray(0, 32)))).toBe(false);
    expect(await crypto.verify(repeated(0xff, 32), message, signature)).toBe(false);
    expect(await crypto.verify(concat(Uint8Array.of(2), repeated(0, 31)), message, signature)).toBe(false);
  });

  // A scalar and its point: the seed's own, which its public key is.
  const seed = repeated(3, 32);
  const sha512 = (...parts: Bytes[]) =>
    createHash("sha512")
      .update(concat(...parts))
      .digest();
  const clamped = sha512(seed).subarray(0, 32);
  clamped[0] = (clamped[0] ?? 0) & 0xf8;
  clamped[31] = ((clamped[31] ?? 0) & 0x7f) | 0x40;
  const scalar = littleEndian(clamped);
  const messages = Array.from({ length: 40 }, (_, n) => Uint8Array.of(n));

  // Order 1, 2, 4, 4, 8, 8, 8, 8, and 0 and 1 written beyond the prime. Where the hash is a multiple of the order, the plain equation
  // S·B = R + k·A holds for S = r and R = r·B, whoever signs: for some of these messages, for the first point for all.
  it.each([
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ])("[K7] [attack 17] refuses a key of small order, under which anybody signs: %s", async (point) => {
    const { publicKey } = await crypto.signingKey(seed);
    const forged = concat(publicKey, toLittleEndian(scalar % groupOrder));
    for (const text of messages) expect(await crypto.verify(hex(point), text, forged)).toBe(false);
  });

  it("[K7] refuses an R of small order, though its signer made it", async () => {
    const { publicKey } = await crypto.signingKey(seed);
    const identity = concat(Uint8Array.of(1), repeated(0, 31));
    for (const text of messages) {
      const k = littleEndian(sha512(identity, publicKey, text)) % groupOrder;
      const forged = concat(identity, toLittleEndian((k * scalar) % groupOrder));
      expect(await crypto.verify(publicKey, text, forged)).toBe(false);
    }
  });
}

function stretching(crypto: Crypto): void {
  it("[K4] Argon2id with 64 MiB, 3 passes, 1 lane: frozen", async () => {
    const stretched = await crypto.stretch(utf8("correct horse battery staple"), utf8("sixteen bytes ok"));
    expect(toHex(stretched)).toBe("a4adef1de5e579be58c3f5e7228ad3e80f929f37743335ab1c89b39107a74fc6");
  });

  it("[K4] takes salts of 16 bytes alone", async () => {
    await expect(crypto.stretch(utf8("password"), repeated(1, 8))).rejects.toThrow();
  });
}

function randomness(crypto: Crypto): void {
  it.each([0, 1, 16, 65_536, 65_537, 200_000])("gives %i random bytes", (count) => {
    expect(crypto.randomBytes(count)).toHaveLength(count);
  });

  it("never gives the same bytes twice, nor leaves a part unfilled", () => {
    const drawn = Array.from({ length: 1_000 }, () => toHex(crypto.randomBytes(16)));
    expect(new Set(drawn).size).toBe(drawn.length);
    const large = crypto.randomBytes(200_000);
    for (let at = 0; at < large.length; at += 100) expect(large.subarray(at, at + 100).some((byte) => byte !== 0)).toBe(true);
  });
}
