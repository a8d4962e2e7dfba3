// The one source of chance of the fuzzer: everything follows from a seed of 32 bits, so that a finding is a number that anybody can run.

import type { Bytes } from "@holdfast/protocol";

export interface Random {
  /** A whole number from 0 to `count` - 1. */
  below(count: number): number;
  /** True once in `of` times. */
  once(of: number): boolean;
  pick<T>(list: readonly T[]): T;
  bytes(count: number): Bytes;
}

/** Mulberry32: 32 bits of state, which is all a seed holds. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count: number): number => next() % Math.max(1, count);
  return {
    below,
    once: (of) => below(of) === 0,
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
  };
}
