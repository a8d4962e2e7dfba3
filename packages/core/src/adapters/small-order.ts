// The points of edwards25519 whose order divides 8, in every form in which they can be written (RFC 8032, 5.1.3): under such a key, or with
// such an R, a signature says nothing of who made it. The bit of the sign is left aside.

import { type Bytes, fromHex } from "@holdfast/protocol";

const ff = "ff".repeat(30);

/** y: 0, 1, the two of order 8, −1, and 0 and 1 written beyond the prime. */
const written: readonly string[] = [
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  `ec${ff}7f`,
  `ed${ff}7f`,
  `ee${ff}7f`,
];
const points = written.map((hex) => fromHex(hex) ?? new Uint8Array(0));

export const hasSmallOrder = (point: Bytes): boolean =>
  points.some((small) => small.every((byte, at) => byte === (at === small.length - 1 ? (point[at] ?? 0) & 0x7f : point[at])));
