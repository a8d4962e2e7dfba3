// Writing what is secret to a file: readable by its owner alone from its first byte on, on the disk before anybody is told that it is
// there, and whole or not at all. A file that is there already is kept, unless its replacement was asked for; then it is replaced
// at once and only by a whole one.

import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import type { Bytes } from "@holdfast/protocol";
import { fileErrorCode } from "./machine-failure.ts";

const gatherBytes = 256 * 1024;

/** How many bytes were written; null where the file is there already and `replace` is false. Throws what the disk throws. */
export async function writeNewFile(path: string, pieces: AsyncIterable<Bytes> | Iterable<Bytes>, replace: boolean): Promise<number | null> {
  const target = replace ? `${path}.${randomBytes(6).toString("hex")}.part` : path;
  const file = await openNew(target);
  if (file === null) return null;
  try {
    const length = await writeAll(file, pieces);
    if (replace) await rename(target, path);
    return length;
  } catch (error) {
    await unlink(target).catch(() => {});
    throw error;
  }
}

async function openNew(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "wx", 0o600);
  } catch (error) {
    if (fileErrorCode(error) === "EEXIST") return null;
    throw error;
  }
}

async function writeAll(file: FileHandle, pieces: AsyncIterable<Bytes> | Iterable<Bytes>): Promise<number> {
  try {
    let length = 0;
    for await (const piece of gathered(pieces)) {
      await file.appendFile(piece);
      length += piece.length;
    }
    await file.sync();
    return length;
  } finally {
    await file.close();
  }
}

/** The same bytes in larger pieces, since an item is written in several. */
export async function* gathered(pieces: AsyncIterable<Bytes> | Iterable<Bytes>): AsyncGenerator<Bytes, void> {
  let held: Bytes[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < gatherBytes) continue;
    yield Buffer.concat(held, length);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held, length);
}
