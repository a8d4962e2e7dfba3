// Tries one parser with one seed, and says what is wrong with what it did.

import { type Bytes, equalBytes, toHex } from "@holdfast/protocol";
import { countAllocations } from "./allocations.ts";
import { makeInput } from "./mutate.ts";
import type { Outcome, Parser } from "./parser.ts";
import { randomFrom } from "./random.ts";

export interface Finding {
  readonly parser: string;
  readonly seed: number | null;
  readonly what: string;
  /** Hex. */
  readonly input: string;
}

/** Bytes that reading may set aside for each byte of input, and beside: hashing, opening and joining take copies. */
const bytesEach = 40;
const bytesBeside = 128 * 1024;

/** The input that follows from a seed. */
export const inputOf = ({ form }: Parser, samples: readonly Bytes[], seed: number): Bytes => makeInput(randomFrom(seed), form, samples);

/** What is wrong with what the parser makes of `input`, or null. */
export async function faultOf(parser: Parser, input: Bytes): Promise<string | null> {
  const before = input.slice();
  const first = await outcomeOf(parser, input);
  if (typeof first === "string") return first;
  if (!equalBytes(before, input)) return "it wrote into its input";
  if (first.type === "refused" || first.again === null) return null;
  if (first.exact && !equalBytes(first.again, input)) return "what it read has another form";
  const second = await outcomeOf(parser, first.again);
  if (typeof second === "string") return `what it read, written again: ${second}`;
  if (second.type === "refused" || second.again === null) return "what it read, written again, is refused";
  return equalBytes(second.again, first.again) ? null : "what it read, written again, reads otherwise";
}

async function outcomeOf(parser: Parser, input: Bytes): Promise<Outcome | string> {
  try {
    const most = bytesBeside + bytesEach * input.length;
    const first = await countAllocations(() => parser.parse(input));
    // What is set aside once and kept for later costs nothing the second time.
    const { result, bytes } = first.bytes > most ? await countAllocations(() => parser.parse(input)) : first;
    return bytes > most ? `it set ${bytes} bytes aside for ${input.length}` : result;
  } catch (error) {
    return `it threw ${error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 6).join(" | ") : String(error)}`;
  }
}

export async function tryOne(parser: Parser, samples: readonly Bytes[], seed: number): Promise<Finding | null> {
  const input = inputOf(parser, samples, seed);
  const what = await faultOf(parser, input);
  return what === null ? null : { parser: parser.name, seed, what, input: toHex(input) };
}
