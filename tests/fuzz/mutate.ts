// One input from valid samples: a few mutations of the grammar, a few of the bytes, or bytes out of nowhere. All bounded, so that what an
// input costs is the parser's doing.

import { type Bytes, concat, utf8 } from "@holdfast/protocol";
import { edgeTexts } from "./edges.ts";
import { mutateTree } from "./mutate-tree.ts";
import type { Form } from "./parser.ts";
import type { Random } from "./random.ts";
import { readTree, writeTree } from "./tree.ts";

/** Bytes of an input at most, but for a sample that is larger by itself. */
const longest = 256 * 1024;

/** Lengths that lie, as four bytes of a header. */
const lengths = [
  [0, 0, 0, 0],
  [0, 0, 0, 1],
  [0x7f, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff],
].map((bytes) => Uint8Array.from(bytes));

export function makeInput(random: Random, form: Form, samples: readonly Bytes[]): Bytes {
  if (samples.length === 0 || random.once(12)) return random.bytes(random.below(random.pick([4, 40, 400])));
  let bytes = random.pick(samples);
  if (random.once(40)) return bytes;
  if ((form === "cbor" || form === "json") && !random.once(3)) {
    let tree = readTree(form, bytes);
    for (let times = 1 + random.below(3); times > 0; times--) tree = mutateTree(random, form, tree);
    bytes = writeTree(form, tree);
    if (!random.once(5)) return bytes;
  }
  for (let times = 1 + random.below(5); times > 0; times--) bytes = mutateBytes(random, form, bytes, samples);
  return bytes;
}

function mutateBytes(random: Random, form: Form, bytes: Bytes, samples: readonly Bytes[]): Bytes {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(random.pick([1, 8, bytes.length + 1])));
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (random.below(form === "text" || form === "json" ? 11 : 9)) {
    case 0:
      return flipped(random, bytes, at);
    case 1:
      return concat(before, after);
    case 2:
      return concat(before, random.bytes(random.below(20)), bytes.subarray(at));
    case 3:
      return concat(before, part, part, after);
    case 4:
      return before;
    case 5:
      return concat(before, tailOf(random, random.pick(samples)));
    case 6:
      return concat(before, random.pick(lengths), bytes.subarray(Math.min(bytes.length, at + 4)));
    case 7:
      return repeated(random, before, part, after);
    case 8:
      return concat(before, new Uint8Array(random.below(40)).fill(random.pick([0, 0x20, 0x7f, 0x80, 0xff])), after);
    default:
      return concat(before, utf8(random.pick(edgeTexts)), random.once(2) ? after : bytes.subarray(at));
  }
}

function flipped(random: Random, bytes: Bytes, at: number): Bytes {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
}

const tailOf = (random: Random, bytes: Bytes): Bytes => bytes.subarray(random.below(bytes.length + 1));

function repeated(random: Random, before: Bytes, part: Bytes, after: Bytes): Bytes {
  const room = Math.max(0, longest - before.length - after.length);
  const times = Math.min(random.pick([2, 10, 1_000, 30_000]), Math.floor(room / Math.max(1, part.length)));
  const filled = new Uint8Array(part.length * times);
  for (let at = 0; at < times; at++) filled.set(part, at * part.length);
  return concat(before, filled, after);
}
