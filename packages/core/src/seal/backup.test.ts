import { type Bytes, concat, enc, equalBytes, headerBytes, nonceBytes, utf8 } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeCrypto } from "../adapters/node-crypto.ts";
import { hkdfExpand } from "../crypto/hkdf.ts";
import { bytesUpTo, withFlippedBit } from "../testing/arbitrary.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { isBackup, openBackup, sealBackup } from "./backup.ts";
import { sealOne } from "./envelope.ts";
import { unpad } from "./padding.ts";

const crypto = testCrypto({ seed: "backup" });
const password = "another correct horse";
const pieceBytes = 2 ** 20 - 4;
const sealedPieceBytes = 5 + 12 + 2 ** 20 + 16;
const fileHeaderBytes = 33;

async function backup(...content: readonly Bytes[]): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for await (const piece of sealBackup(crypto, password, content)) pieces.push(piece);
  return concat(...pieces);
}

const open = async (file: Bytes, typed = password) => {
  const opened = await openBackup(crypto, typed, file);
  return opened.ok ? opened.value : opened.error.type;
};

/** Bytes of which every piece is another. */
const long = (length: number): Bytes => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 12)) & 0xff);

describe("a backup", () => {
  it("[X10] opens to what was sealed, however it came in pieces", async () => {
    expect(await open(await backup())).toEqual(new Uint8Array(0));
    expect(await open(await backup(utf8("one"), new Uint8Array(0), utf8("two")))).toEqual(utf8("onetwo"));
    for (const length of [pieceBytes - 1, pieceBytes, pieceBytes + 1, 2 * pieceBytes, 2 * pieceBytes + 5]) {
      const content = long(length);
      const opened = await open(await backup(content.subarray(0, 1_000), content.subarray(1_000)));
      expect(typeof opened === "string" ? opened : equalBytes(opened, content)).toBe(true);
    }
  });

  it("[X10] has its magic and version in front, and pieces of one size", async () => {
    const file = await backup(long(2 * pieceBytes + 5));
    expect(new TextDecoder().decode(file.subarray(0, 16))).toBe("holdfast-backup\n");
    expect(file[16]).toBe(1);
    expect(file.length).toBe(fileHeaderBytes + 2 * sealedPieceBytes + 5 + 12 + 512 + 16);
    expect([...file.subarray(fileHeaderBytes, fileHeaderBytes + 5)]).toEqual([1, 0, 0, 0, 0]);
    expect([...file.subarray(fileHeaderBytes + sealedPieceBytes, fileHeaderBytes + sealedPieceBytes + 5)]).toEqual([1, 0, 0, 0, 1]);
    expect([isBackup(file), isBackup(utf8("holdfast-backup")), isBackup(utf8("{}"))]).toEqual([true, false, false]);
  });

  it("[X10, X11] [attack 118] can be built apart: Argon2id of the password, and the piece under its associated data", async () => {
    const real = nodeCrypto();
    const pieces: Bytes[] = [];
    for await (const piece of sealBackup(real, "e\u0301xactly twelve", [utf8("content")])) pieces.push(piece);
    const [front, sealed] = pieces as [Bytes, Bytes];
    const salt = front.subarray(17);
    const stretched = await real.stretch(utf8("\u00e9xactly twelve"), salt);
    const key = await real.aeadKey(await hkdfExpand(real, stretched, enc("holdfast/1/key/backup")));
    const header = sealed.subarray(0, headerBytes);
    const [plain] = await real.openMany(key, [
      {
        nonce: sealed.subarray(headerBytes, headerBytes + nonceBytes),
        ciphertext: sealed.subarray(headerBytes + nonceBytes),
        associated: enc("holdfast/1/backup", header, salt, Uint8Array.of(1)),
      },
    ]);
    expect(unpad(plain as Bytes)).toEqual(utf8("content"));
  });

  it("[X11] has a salt and nonces of its own each time", async () => {
    const [one, two] = [await backup(utf8("same")), await backup(utf8("same"))];
    expect(equalBytes(one.subarray(17, 33), two.subarray(17, 33))).toBe(false);
    expect(equalBytes(one.subarray(33), two.subarray(33))).toBe(false);
  });

  it("[X11] opens with the password as typed elsewhere, and with no other", async () => {
    const pieces: Bytes[] = [];
    for await (const piece of sealBackup(crypto, "p\u00e4ssword of it", [utf8("x")])) pieces.push(piece);
    expect(await open(concat(...pieces), "pa\u0308ssword of it")).toEqual(utf8("x"));
    for (const wrong of ["", "password of it", "p\u00e4ssword of it "])
      expect(await open(concat(...pieces), wrong)).toBe("damaged-or-wrong-password");
  });

  it("[X12] with any bit flipped is one failure; a later version is told (property)", async () => {
    const file = await backup(utf8("a short vault"));
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * file.length - 1), async (bit) => {
        const outcome = await open(withFlippedBit(file, bit));
        const versionBit = bit >> 3 === 16;
        expect(outcome).toBe(versionBit && bit % 8 !== 0 ? "later-version" : "damaged-or-wrong-password");
      }),
      { numRuns: 400 },
    );
  });

  it("[X12] of a later version is told as one, however little of it is there", async () => {
    const later = (length: number) => concat(utf8("holdfast-backup\n"), Uint8Array.of(2), new Uint8Array(length));
    expect(await open(later(16))).toBe("later-version");
    expect(await open(later(600))).toBe("later-version");
    expect(await open(concat(utf8("holdfast-backup\n"), new Uint8Array(600)))).toBe("damaged-or-wrong-password");
  });

  it("[X12] asks the password of nothing that is no whole backup", async () => {
    const stretched: string[] = [];
    const counting = {
      ...crypto,
      stretch: (typed: Bytes, salt: Bytes) => {
        stretched.push("asked");
        return crypto.stretch(typed, salt);
      },
    };
    const file = await backup(utf8("x"));
    const front = concat(utf8("holdfast-backup\n"), Uint8Array.of(1));
    for (const made of [utf8("{}"), file.with(0, 0), file.with(16, 0), front, concat(front, new Uint8Array(15)), file.subarray(0, 16)]) {
      expect(await openBackup(counting, password, made)).toEqual({ ok: false, error: { type: "damaged-or-wrong-password" } });
    }
    expect(stretched).toEqual([]);
    await openBackup(counting, password, file);
    expect(stretched).toEqual(["asked"]);
  });

  it("[X12] [attack 118] can't be cut, lengthened, or have its pieces exchanged", async () => {
    const file = await backup(long(2 * pieceBytes + 5));
    const at = (piece: number) => fileHeaderBytes + piece * sealedPieceBytes;
    const front = file.subarray(0, fileHeaderBytes);
    const [first, second, last] = [file.subarray(at(0), at(1)), file.subarray(at(1), at(2)), file.subarray(at(2))];
    const other = await backup(long(pieceBytes + 7));
    const wrong = [
      front,
      concat(front, first),
      concat(front, first, second),
      concat(front, last),
      concat(front, second, first, last),
      concat(front, first, first, last),
      concat(front, first, second, last, last),
      concat(file, Uint8Array.of(0)),
      concat(front, first, other.subarray(at(1))),
      concat(other.subarray(0, fileHeaderBytes), file.subarray(fileHeaderBytes)),
    ];
    for (const made of wrong) expect(await open(made)).toBe("damaged-or-wrong-password");
  });

  it("[X10] has no shorter piece before its last, whoever sealed it", async () => {
    const salt = new Uint8Array(16).fill(3);
    const key = await crypto.aeadKey(await hkdfExpand(crypto, await crypto.stretch(utf8(password), salt), enc("holdfast/1/key/backup")));
    const piece = (place: number, content: Bytes, last: number) =>
      sealOne(crypto, key, place, { content, associated: (header) => enc("holdfast/1/backup", header, salt, Uint8Array.of(last)) });
    const front = concat(utf8("holdfast-backup\n"), Uint8Array.of(1), salt);
    const made = async (length: number) => concat(front, await piece(0, long(length), 0), await piece(1, utf8("rest"), 1));
    const whole = await open(await made(pieceBytes));
    expect(typeof whole === "string" ? whole : whole.length).toBe(pieceBytes + 4);
    expect(await open(await made(pieceBytes - 1))).toBe("damaged-or-wrong-password");
  });

  it("[X12] that is no backup at all never throws (property)", async () => {
    await fc.assert(
      fc.asyncProperty(bytesUpTo(200), fc.boolean(), async (bytes, claimed) => {
        const file = claimed ? concat(utf8("holdfast-backup\n"), Uint8Array.of(1), bytes) : bytes;
        expect(await open(file)).toBe("damaged-or-wrong-password");
      }),
    );
    for (let length = 0; length < 33; length++) expect(await open((await backup()).subarray(0, length))).toBe("damaged-or-wrong-password");
  });
});
