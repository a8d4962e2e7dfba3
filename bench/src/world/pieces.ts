// What the floors work on: the same items as JSON, in sealed pieces of the same sizes, under a key of the floor's own. Nothing of the
// program is used here: the floor is what node:crypto, JSON and node:sqlite do with them by themselves, one plain loop each.

import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject, randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { Home, ItemState } from "@holdfast/core";
import type { Bytes } from "@holdfast/protocol";

export interface Plain {
  readonly id: Bytes;
  /** What JSON.stringify is given. */
  readonly value: unknown;
  /** Bytes of the sealed revision that the program made of it. */
  readonly sealedBytes: number;
}

const nonceBytes = 12;
const tagBytes = 16;
const lengthBytes = 4;
/** Version, epoch and nonce before the ciphertext. */
const frontBytes = 5 + nonceBytes;
const version = new Uint8Array(frontBytes - nonceBytes);

export interface Row {
  readonly id: Bytes;
  readonly digest: Bytes;
  readonly piece: Bytes;
}

/** The items of a device as plain objects, each with the size of its newest revision. */
export async function plainsOf(home: Home, items: readonly ItemState[]): Promise<readonly Plain[]> {
  const held = await home.store.items();
  const sizes = new Map(held.items.map(({ id, waiting, acknowledged }) => [hex(id), (waiting ?? acknowledged)?.revision.length ?? 0]));
  return items.map(({ id, item }) => ({
    id: new Uint8Array(Buffer.from(id, "hex")),
    value: { v: 1, kind: item.kind, fields: Object.fromEntries(item.fields), conflicts: Object.fromEntries(item.conflicts) },
    sealedBytes: sizes.get(id) ?? 0,
  }));
}

const hex = (bytes: Bytes): string => Buffer.from(bytes).toString("hex");

/** A key as the fastest loop has it: made once. */
export const floorKey = (): KeyObject => createSecretKey(randomBytes(32));

/** u32 length ‖ JSON ‖ zeros to the size of the program's padding, sealed. */
export function sealPiece(key: KeyObject, { value, sealedBytes }: Plain, nonce: Bytes = randomBytes(nonceBytes)): Bytes {
  const json = Buffer.from(JSON.stringify(value));
  const padded = Buffer.alloc(sealedBytes - frontBytes - tagBytes);
  padded.writeUInt32BE(json.length);
  padded.set(json, lengthBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = cipher.update(padded);
  cipher.final();
  return Buffer.concat([version, nonce, sealed, cipher.getAuthTag()]);
}

/** Whether what was sealed is an item with a title. */
export function openPiece(key: KeyObject, piece: Bytes): boolean {
  const decipher = createDecipheriv("aes-256-gcm", key, piece.subarray(frontBytes - nonceBytes, frontBytes));
  decipher.setAuthTag(piece.subarray(-tagBytes));
  const padded = decipher.update(piece.subarray(frontBytes, -tagBytes));
  decipher.final();
  const item = JSON.parse(padded.toString("utf8", lengthBytes, lengthBytes + padded.readUInt32BE(0)));
  return item.fields.title !== undefined;
}

export const digestOf = (piece: Bytes): Bytes => hash("sha256", piece, "buffer");

export function sealedRows(key: KeyObject, plains: readonly Plain[]): readonly Row[] {
  const nonces = randomBytes(nonceBytes * plains.length);
  return plains.map((plain, i) => {
    const piece = sealPiece(key, plain, nonces.subarray(i * nonceBytes, (i + 1) * nonceBytes));
    return { id: plain.id, digest: digestOf(piece), piece };
  });
}

/** A table of rows, as durable as the program's; made where it does not exist. */
export function openRows(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE IF NOT EXISTS item (id BLOB PRIMARY KEY, hash BLOB, revision BLOB)");
  return database;
}

/** Keeps the rows in one durable transaction. */
export function keepRows(database: DatabaseSync, rows: Iterable<Row>): void {
  const insert = database.prepare("INSERT INTO item VALUES (?, ?, ?)");
  database.exec("BEGIN IMMEDIATE");
  for (const { id, digest, piece } of rows) insert.run(id, digest, piece);
  database.exec("COMMIT");
}

/** Rows as one body: each a u32 length of the piece, its id, its digest, the piece. */
export function rowsBody(rows: readonly Row[]): Bytes {
  return Buffer.concat(
    rows.flatMap(({ id, digest, piece }) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      return [length, id, digest, piece];
    }),
  );
}

export function* bodyRows(body: Buffer): Generator<Row, void> {
  for (let at = 0; at < body.length; ) {
    const end = at + 52 + body.readUInt32BE(at);
    yield { id: body.subarray(at + 4, at + 20), digest: body.subarray(at + 20, at + 52), piece: body.subarray(at + 52, end) };
    at = end;
  }
}
