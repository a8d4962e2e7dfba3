// A sealed backup: bytes, which are an export, under a password of their own. All that a file is opened with is in it and in this
// version; no parameter comes from the file. In pieces of one size, so that a large one needs no second copy, each bound to its
// place, to the file and to whether it is the last. Every failure to open is one answer. // X10, X12
//
//   backup = "holdfast-backup\n" ‖ 0x01 ‖ salt (16) ‖ piece 0 ‖ piece 1 ‖ … ‖ last piece
//   piece  = 0x01 ‖ u32 place ‖ nonce ‖ AES-256-GCM(key, padded bytes, enc("holdfast/1/backup", header, salt, last))

import {
  type Bytes,
  concat,
  enc,
  equalBytes,
  err,
  headerBytes,
  nonceBytes,
  ok,
  type Result,
  readSealedHeader,
  tagBytes,
  utf8,
} from "@holdfast/protocol";
import { hkdfExpand } from "../crypto/hkdf.ts";
import type { AeadKey, Crypto } from "../crypto/primitives.ts";
import { normalizePassword } from "../keys/derive.ts";
import { openOne, sealOne } from "./envelope.ts";
import { paddedSize } from "./padding.ts";

const magic = utf8("holdfast-backup\n");
const version = 1;
const saltBytes = 16;
const fileHeaderBytes = magic.length + 1 + saltBytes;

/** Bytes of content in every piece but the last: with its length before it just one MiB, which padding leaves as it is. // E3 */
const pieceBytes = 1024 * 1024 - 4;
const sealedPieceBytes = headerBytes + nonceBytes + paddedSize(pieceBytes) + tagBytes;

/** Whether a file claims to be a backup, of whatever version. */
export const isBackup = (file: Bytes): boolean => equalBytes(file.subarray(0, magic.length), magic);

/** key = HKDF-Expand(Argon2id(NFKC(password), salt), enc("holdfast/1/key/backup")), Argon2id as in K4. // X11 */
async function deriveKey(crypto: Crypto, password: string, salt: Bytes): Promise<AeadKey> {
  const stretched = await crypto.stretch(utf8(normalizePassword(password)), salt);
  return crypto.aeadKey(await hkdfExpand(crypto, stretched, enc("holdfast/1/key/backup")));
}

const associated = (salt: Bytes, last: boolean) => (header: Bytes) => enc("holdfast/1/backup", header, salt, Uint8Array.of(last ? 1 : 0));

/** The bytes of a backup of `content`, in order. */
export async function* sealBackup(crypto: Crypto, password: string, content: Iterable<Bytes>): AsyncGenerator<Bytes, void> {
  const salt = crypto.randomBytes(saltBytes);
  const key = await deriveKey(crypto, password, salt);
  yield concat(magic, Uint8Array.of(version), salt);
  const sealPiece = (place: number, piece: Bytes, last: boolean) =>
    sealOne(crypto, key, place, { content: piece, associated: associated(salt, last) });
  let place = 0;
  let rest: Bytes = new Uint8Array(0);
  for (const piece of inPieces(content)) {
    if (piece.length === pieceBytes) yield await sealPiece(place++, piece, false);
    else rest = piece;
  }
  yield await sealPiece(place, rest, true);
}

/** `content` cut anew: pieces of `pieceBytes`, and what remains, which may be nothing. */
function* inPieces(content: Iterable<Bytes>): Generator<Bytes, void> {
  let piece = new Uint8Array(pieceBytes);
  let filled = 0;
  for (const bytes of content) {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + pieceBytes - filled);
      piece.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < pieceBytes) continue;
      yield piece;
      piece = new Uint8Array(pieceBytes);
      filled = 0;
    }
  }
  yield piece.subarray(0, filled);
}

export type OpenBackupFailure =
  | { readonly type: "damaged-or-wrong-password" }
  /** Made by a later version: its form is not known here. */
  | { readonly type: "later-version" };

/** What was sealed, or one failure whatever is wrong. The caller has bounded the file. // X12 */
export async function openBackup(crypto: Crypto, password: string, file: Bytes): Promise<Result<Bytes, OpenBackupFailure>> {
  const closed = err<OpenBackupFailure>({ type: "damaged-or-wrong-password" });
  const first = file[magic.length] ?? 0;
  if (!isBackup(file) || first < version || file.length < fileHeaderBytes) return closed;
  if (first !== version) return err({ type: "later-version" });
  const salt = file.slice(magic.length + 1, fileHeaderBytes);
  const key = await deriveKey(crypto, password, salt);
  const pieces: Bytes[] = [];
  for (let at = fileHeaderBytes, place = 0; at < file.length || place === 0; at += sealedPieceBytes, place++) {
    const sealed = file.subarray(at, at + sealedPieceBytes);
    const last = at + sealedPieceBytes >= file.length;
    const piece = readSealedHeader(sealed) === place ? await openOne(crypto, key, { sealed, associated: associated(salt, last) }) : null;
    if (piece === null || (!last && piece.length !== pieceBytes)) return closed;
    pieces.push(piece);
  }
  return ok(concat(...pieces));
}
