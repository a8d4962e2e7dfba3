// Whole numbers drawn evenly from random bytes: what would make some outcomes likelier than others is thrown away and drawn again, never
// folded by a remainder. Knows no clock and has no other source than the bytes it is given. // T1

import { assert, type Bytes } from "@holdfast/protocol";

/** Bytes of the platform's generator alone (Crypto.randomBytes). */
export type RandomBytes = (count: number) => Bytes;

/** A number from 0 to `outcomes` - 1, each as likely as the others. At most 65,536 outcomes. */
export type Draw = (outcomes: number) => number;

const blockBytes = 512;
const mostOutcomes = 0x1_0000;

export function uniform(randomBytes: RandomBytes): Draw {
  let block: Bytes = new Uint8Array(0);
  let at = 0;
  const byte = (): number => {
    if (at === block.length) {
      block = randomBytes(blockBytes);
      at = 0;
    }
    return block[at++] as number;
  };
  return (outcomes) => {
    assert(Number.isInteger(outcomes) && outcomes > 0 && outcomes <= mostOutcomes, "a draw has from 1 to 65,536 outcomes");
    const width = outcomes <= 0x100 ? 0x100 : mostOutcomes;
    const even = width - (width % outcomes);
    for (;;) {
      const drawn = width === 0x100 ? byte() : byte() * 0x100 + byte();
      if (drawn < even) return drawn % outcomes; // T1: below `even` every outcome stands equally often
    }
  };
}
