// SHA-256 (FIPS 180-4) by node:crypto: one piece, or many for protocol's commitMessageOf.

import { hash } from "node:crypto";
import type { Bytes, Hash, HashMany } from "@holdfast/protocol";

export const sha256 = (piece: Bytes): Hash => {
  const digest = hash("sha256", piece, "buffer");
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.byteLength) as Hash;
};

export const sha256Many: HashMany = async (pieces) => pieces.map(sha256);
