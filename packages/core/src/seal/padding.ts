// Padding, so that sizes say little: u32 length ‖ bytes ‖ zeros to a multiple of 512 bytes; above 8 KiB to a Padmé size. // E3

import { type Bytes, readU32, u32 } from "@holdfast/protocol";

const block = 512;
const padmeAbove = 8 * 1024;

/** Whole numbers from 1 to 2^32 - 1. Not Math.log2, which a platform may approximate: devices that padded differently would not meet. */
const floorLog2 = (value: number): number => 31 - Math.clz32(value);

/** The padded size of `length` bytes with their four of length before them. Padmé: Nikitin et al., PETS 2019, section 4. */
export function paddedSize(length: number): number {
  const size = length + 4;
  if (size <= padmeAbove) return Math.ceil(size / block) * block;
  const exponent = floorLog2(size);
  const zeroBits = exponent - (floorLog2(exponent) + 1);
  const step = 2 ** zeroBits;
  return Math.ceil(size / step) * step;
}

export function pad(content: Bytes): Bytes {
  const padded = new Uint8Array(paddedSize(content.length));
  padded.set(u32(content.length));
  padded.set(content, 4);
  return padded;
}

/** The content of canonically padded bytes, or null: another size than `paddedSize` says, or anything but zeros behind, is refused. */
export function unpad(padded: Bytes): Bytes | null {
  if (padded.length < block) return null;
  const length = readU32(padded, 0);
  // No padded size is below its length and the four bytes before it, so that such a length ends within its bytes.
  if (paddedSize(length) !== padded.length) return null;
  for (let i = 4 + length; i < padded.length; i++) if (padded[i] !== 0) return null;
  return padded.subarray(4, 4 + length);
}
