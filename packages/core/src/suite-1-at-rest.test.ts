// Replays the frozen vectors of what lies on a device or in a file under suite 1: lines of the activity log, notes and backups
// (packages/core/vectors/suite-1-at-rest.json, written by a second implementation from docs/spec alone).

import { readFileSync } from "node:fs";
import { assert, type Bytes, concat, type DeviceId, toHex } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Crypto } from "./crypto/primitives.ts";
import { noteSeal } from "./keys/device-note.ts";
import type { Keyring } from "./keys/keyring.ts";
import { lineSeal } from "./keys/log-line.ts";
import { openBackup, sealBackup } from "./seal/backup.ts";
import { aKeyring } from "./testing/arbitrary-keyring.ts";
import { hex } from "./testing/suite-1.ts";
import { testCrypto, withRandomBytes } from "./testing/test-crypto.ts";

interface OwnVector {
  readonly epoch: number;
  readonly epochKey: string;
  readonly device: string;
  readonly nonce: string;
  readonly content: string;
  readonly sealed: string;
}
interface BackupVector {
  readonly password: string;
  readonly salt: string;
  readonly nonces: readonly string[];
  /** The content, or of a large one its every byte and its length. */
  readonly content?: string;
  readonly byte?: number;
  readonly length?: number;
  readonly sha256: string;
  readonly bytes: number;
}
interface Vectors {
  readonly log: readonly OwnVector[];
  readonly note: readonly OwnVector[];
  readonly backup: readonly BackupVector[];
}

const file = new URL("../vectors/suite-1-at-rest.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;
const crypto = testCrypto({ stretch: "real" });

const ringOf = ({ epoch, epochKey }: OwnVector): Keyring => ({ ...aKeyring, epochs: [{ epoch, key: hex(epochKey) }] });

describe("suite 1, frozen: at rest", () => {
  it.each(vectors.log)("[A8] a line of the activity log in epoch $epoch", async (vector) => {
    const seal = lineSeal(withRandomBytes(crypto, hex(vector.nonce)), ringOf(vector), hex<DeviceId>(vector.device), "log");
    expect((await seal.seal([hex(vector.content)])).map(toHex)).toEqual([vector.sealed]);
    expect((await seal.open([hex(vector.sealed)])).map((content) => content && toHex(content))).toEqual([vector.content]);
  });

  it.each(vectors.note)("[A9] a note in epoch $epoch", async (vector) => {
    const seal = noteSeal(withRandomBytes(crypto, hex(vector.nonce)), ringOf(vector), hex<DeviceId>(vector.device));
    expect(toHex(await seal.seal(hex(vector.content)))).toBe(vector.sealed);
    expect(toHex((await seal.open(hex(vector.sealed))) ?? new Uint8Array(0))).toBe(vector.content);
  });

  it.each(vectors.backup)("[X10] [X11] [X12] a backup of $bytes bytes under $password", async (vector) => {
    const content = vector.content === undefined ? new Uint8Array(vector.length ?? 0).fill(vector.byte ?? 0) : hex(vector.content);
    const pieces: Bytes[] = [];
    const drawn = inTurn(crypto, [vector.salt, ...vector.nonces].map(hex<Bytes>));
    for await (const piece of sealBackup(drawn, vector.password, [content.subarray(0, 9), content.subarray(9)])) pieces.push(piece);
    const sealed = concat(...pieces);
    expect(sealed.length).toBe(vector.bytes);
    expect((await crypto.sha256([sealed])).map(toHex)).toEqual([vector.sha256]);
    const opened = await openBackup(crypto, vector.password, sealed);
    assert(opened.ok, "it opens under its password");
    expect(Buffer.compare(opened.value, content)).toBe(0);
    expect(await openBackup(crypto, `${vector.password}!`, sealed)).toEqual({ ok: false, error: { type: "damaged-or-wrong-password" } });
  });
});

/** `crypto` with these for its random bytes, one after the other. */
function inTurn(crypto: Crypto, draws: readonly Bytes[]): Crypto {
  const left = [...draws];
  const randomBytes = (count: number): Bytes => {
    const drawn = left.shift();
    assert(drawn?.length === count, "the random bytes given are as many as are asked for");
    return drawn.slice();
  };
  return { ...crypto, randomBytes };
}
