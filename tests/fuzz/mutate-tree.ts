// Mutations that keep the grammar and break the meaning: members gone, twice, in another order or of another type; numbers at every edge;
// lists of thousands; nesting without end; and pieces of CBOR or JSON that a strict reader must refuse.

import { type Bytes, fromHex, utf8 } from "@holdfast/protocol";
import { edgeTexts } from "./edges.ts";
import type { Random } from "./random.ts";
import { cborHead, leaf, type Tree, type TreeForm } from "./tree.ts";

const edgeNumbers = [
  ...[0, 1, -1, 23, 24, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 48],
  ...[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, 2 ** 63, 2 ** 64, 0.5, -0, 1e308, Number.NaN, Number.POSITIVE_INFINITY],
];

/** Integers in a longer form, without an end, tags, halves of floats, undefined, lengths that promise gigabytes (RFC 8949, 3 and 4.2). */
const strangeCbor = [
  ...["1800", "190001", "1a00000001", "1b0000000000000001", "1bffffffffffffffff", "3bffffffffffffffff"],
  ...["9fff", "bfff", "5f4101ff", "7f6161ff", "c100", "d82a00", "f7", "f0", "f800", "f97e00", "fa7fc00000", "ff"],
  ...["5a7fffffff", "7a7fffffff", "9a7fffffff", "ba7fffffff", "5bffffffffffffffff", "9bffffffffffffffff", "bb0000000100000000"],
  ...["61ff", "63efbbbf", "62c080", "63eda080", "1c", "5e", "fc"],
].map((hex) => fromHex(hex) ?? new Uint8Array(0));

const strangeJson = [
  ...[
    "01",
    "1e400",
    "-0",
    "1.5e-5",
    "9007199254740993",
    "NaN",
    "undefined",
    "'a'",
    "// a",
    '"\\ud800"',
    '"\\u0000"',
    '"\\x"',
    "[1,]",
    "{,}",
  ],
  ...['{"a":1,"a":2}', '{"__proto__":{"v":1}}', "\ufeff1", '"', "tru", "\u2028"],
].map(utf8);

const keys = ["__proto__", "constructor", "toString", "length", "kind", "v", "", "a".repeat(300)];

const largest = 2_000;
const deepest = 3_000;

/** `tree` with one node changed. */
export function mutateTree(random: Random, form: TreeForm, tree: Tree): Tree {
  const count = nodesOf(tree);
  return replaceAt(tree, { left: random.below(count) }, (node) => changed(random, form, node, tree));
}

function nodesOf(tree: Tree): number {
  if (tree.kind === "list") return 1 + tree.items.reduce((sum, item) => sum + nodesOf(item), 0);
  if (tree.kind === "map") return 1 + tree.entries.reduce((sum, [key, value]) => sum + nodesOf(key) + nodesOf(value), 0);
  return 1;
}

/** The node after `place.left` others, counted from the root in depth, through `change`. */
function replaceAt(tree: Tree, place: { left: number }, change: (node: Tree) => Tree): Tree {
  if (place.left-- === 0) return change(tree);
  if (tree.kind === "list") {
    return { kind: "list", items: tree.items.map((item) => (place.left < 0 ? item : replaceAt(item, place, change))) };
  }
  if (tree.kind === "map") {
    const through = (node: Tree): Tree => (place.left < 0 ? node : replaceAt(node, place, change));
    return { kind: "map", entries: tree.entries.map(([key, value]) => [through(key), through(value)] as const) };
  }
  return tree;
}

function changed(random: Random, form: TreeForm, node: Tree, whole: Tree): Tree {
  const choice = random.below(10);
  if (choice < 4) {
    if (node.kind === "map") return changedMap(random, node.entries);
    if (node.kind === "list") return changedList(random, node.items);
    if (node.kind === "leaf") return changedLeaf(random, node.value);
  }
  if (choice < 6) return otherLeaf(random);
  if (choice === 6) return partOf(random, whole);
  if (choice === 7) return nested(random, form, node);
  return { kind: "raw", bytes: form === "cbor" ? random.pick(strangeCbor) : random.pick(strangeJson) };
}

function changedMap(random: Random, entries: readonly (readonly [Tree, Tree])[]): Tree {
  const at = random.below(entries.length);
  const entry = entries[at] ?? [leaf("key"), leaf(null)];
  const without = entries.toSpliced(at, 1);
  switch (random.below(5)) {
    case 0:
      return { kind: "map", entries: without };
    case 1:
      return { kind: "map", entries: entries.toSpliced(at, 0, entry) };
    case 2:
      return { kind: "map", entries: without.toSpliced(random.below(entries.length), 0, entry) };
    case 3:
      return { kind: "map", entries: entries.toSpliced(at, 1, [leaf(random.pick(keys)), entry[1]]) };
    default:
      return { kind: "map", entries: [...entries, [leaf(random.pick(keys)), otherLeaf(random)]] };
  }
}

function changedList(random: Random, items: readonly Tree[]): Tree {
  const at = random.below(items.length);
  const item = items[at] ?? leaf(0);
  switch (random.below(4)) {
    case 0:
      return { kind: "list", items: items.toSpliced(at, 1) };
    case 1:
      return { kind: "list", items: items.toReversed() };
    case 2:
      return { kind: "list", items: [...items, ...Array.from({ length: random.below(largest) }, () => item)] };
    default:
      return { kind: "list", items: items.toSpliced(at, 0, otherLeaf(random)) };
  }
}

function changedLeaf(random: Random, value: string | number | boolean | null | Bytes): Tree {
  if (typeof value === "number") return leaf(random.once(2) ? random.pick(edgeNumbers) : value + random.below(5) - 2);
  if (typeof value === "string") {
    const at = random.below(value.length + 1);
    return leaf(value.slice(0, at) + random.pick(edgeTexts) + value.slice(random.once(2) ? at : at + 1));
  }
  if (value instanceof Uint8Array) {
    if (random.once(3)) return leaf(value.map((byte, at) => (at === random.below(value.length) ? byte ^ 1 : byte)));
    return leaf(random.bytes(random.pick([0, 1, value.length - 1, value.length, value.length + 1, 2 * value.length])));
  }
  return leaf(value !== true);
}

function otherLeaf(random: Random): Tree {
  const make = [
    () => random.pick(edgeNumbers),
    () => random.pick(edgeTexts),
    () => random.bytes(random.pick([0, 1, 16, 32, 33, 600])),
    () => random.pick([true, false, null]),
  ];
  return random.once(6) ? { kind: random.once(2) ? "list" : "map", items: [], entries: [] } : leaf(random.pick(make)());
}

/** Some node of the tree: what stands in one place of a message, in another. */
function partOf(random: Random, whole: Tree): Tree {
  let part: Tree | null = null;
  replaceAt(whole, { left: random.below(nodesOf(whole)) }, (node) => {
    part = node;
    return node;
  });
  return part ?? whole;
}

function nested(random: Random, form: TreeForm, node: Tree): Tree {
  const depth = random.once(4) ? random.below(deepest) : 1 + random.below(20);
  if (form === "json") return { kind: "raw", bytes: utf8(`${"[".repeat(depth)}1${random.once(2) ? "]".repeat(depth) : ""}`) };
  if (depth < 20) return { kind: "list", items: [node] };
  return { kind: "raw", bytes: new Uint8Array(depth).fill(cborHead(random.pick([4, 5]), 1)[0] ?? 0) };
}
