// The header that every sealed piece begins with. The server reads it to keep limits; only core opens what follows.
//
//   sealed = 0x01 (suite) ‖ u32 epoch ‖ nonce (12) ‖ AES-256-GCM ciphertext and tag (16)

import { type Bytes, concat, readU32, u32 } from "./bytes.ts";

/** The one suite. A future one is a new number and a one-way step. */
export const suite = 1;
export const headerBytes = 5;
export const nonceBytes = 12;
export const tagBytes = 16;
/** The shortest sealed piece: header, nonce, tag and nothing inside. */
export const sealedMinimum = headerBytes + nonceBytes + tagBytes;

/** The five bytes before the nonce. `number` is the epoch of a revision or head, the version of a slot. */
export const sealedHeader = (number: number): Bytes => concat(Uint8Array.of(suite), u32(number));

/** The number in the header of a sealed piece, or null where it is too short or of another suite. */
export const readSealedHeader = (sealed: Bytes): number | null =>
  sealed.length < sealedMinimum || sealed[0] !== suite ? null : readU32(sealed, 1);
