// The points of Ed25519 whose order divides eight, in all their encodings. Under such a key one signature fits many messages, so
// a verifier refuses them, as A and as R ("Secure Curves in the Web Cryptography API", Ed25519, verify). Public bytes only.

import { type Bytes, toHex } from "@holdfast/protocol";

/** The y coordinates, little endian, with the sign bit cleared; the last two are 0 and 1 written beyond the prime 2^255 - 19. */
const smallOrderY: ReadonlySet<string> = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

/** Whether the 32 bytes of an encoded point name one of small order. */
export function isSmallOrder(point: Bytes): boolean {
  const y = Uint8Array.from(point);
  y[31] = (y[31] ?? 0) & 0x7f;
  return smallOrderY.has(toHex(y));
}
