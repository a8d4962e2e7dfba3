// Row of the table: a browser's database that something has damaged. Its rows are structured clones and not bytes, so an input is a seed out of
// which rows are changed, as the other rows change their trees. A store gives its values or says what is wrong in its own words; a held Secret
// Key is one that can't be exported, or damaged.

import { browserDevice, layRows, type Row, removeRows, takeRows } from "@holdfast/core/testing/indexeddb-rows";
import { aReplica } from "@holdfast/core/testing/parsers";
import { type Bytes, readU32, u32 } from "@holdfast/protocol";
import { mutateTree } from "../mutate-tree.ts";
import { type Outcome, type Parser, read } from "../parser.ts";
import { randomFrom } from "../random.ts";
import { leaf, type Tree } from "../tree.ts";
import { fillStore, inItsWords, useStore } from "./use-store.ts";

const tried = "fuzz tried";

async function make(): Promise<readonly Row[]> {
  const { store, secretKeys, pending } = browserDevice("fuzz made");
  await fillStore(store);
  const secretKey = await secretKeys.hold?.(new Uint8Array(16).fill(7), new Uint8Array(16).fill(8));
  if (secretKey === undefined) throw new Error("a browser holds its Secret Key");
  await secretKeys.save(secretKey);
  await pending.save({ request: new Uint8Array(300).fill(1), secretKey, replica: aReplica() });
  await store.close();
  return takeRows("fuzz made");
}

const made = make();

/** Keys are no trees: they stand as the text of their place, and come back as themselves unless a mutation takes them elsewhere. */
type Kept = ReadonlyMap<string, CryptoKey>;
const keyMark = "a held key ";

function treeOf(value: unknown, kept: Map<string, CryptoKey>): Tree {
  if (value instanceof CryptoKey) {
    const name = `${keyMark}${kept.size}`;
    kept.set(name, value);
    return leaf(name);
  }
  if (value instanceof Uint8Array) return leaf(Uint8Array.from(value));
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return leaf(value);
  if (typeof value !== "object" || value === null) return leaf(null);
  return { kind: "map", entries: Object.entries(value).map(([name, member]) => [leaf(name), treeOf(member, kept)] as const) };
}

function cloneOf(tree: Tree, kept: Kept): unknown {
  switch (tree.kind) {
    case "raw":
      return Uint8Array.from(tree.bytes);
    case "list":
      return tree.items.map((item) => cloneOf(item, kept));
    case "map":
      return Object.fromEntries(tree.entries.map(([name, member]) => [String(cloneOf(name, kept)), cloneOf(member, kept)]));
    case "leaf":
      return typeof tree.value === "string" ? (kept.get(tree.value) ?? tree.value) : tree.value;
  }
}

/** The rows with a few of them changed in place or value, by a seed; none for the seed 0. */
function damaged(rows: readonly Row[], seed: number): readonly Row[] {
  const random = randomFrom(seed);
  const changed = [...rows];
  for (let times = seed === 0 ? 0 : 1 + random.below(4); times > 0; times--) {
    const at = random.below(changed.length);
    const row = changed[at];
    if (row === undefined) continue;
    const kept = new Map<string, CryptoKey>();
    const through = (value: unknown): unknown => cloneOf(mutateTree(random, "cbor", treeOf(value, kept)), kept);
    switch (random.below(8)) {
      case 0:
        changed.splice(at, 1);
        break;
      case 1:
        changed[at] = { ...row, key: through(row.key) };
        break;
      case 2:
        changed[at] = { ...row, place: random.pick(rows).place };
        break;
      default:
        changed[at] = { ...row, value: through(row.value) };
    }
  }
  return changed;
}

const seedOf = (input: Bytes): number => (input.length < 4 ? input.length : readU32(input, input.length - 4));

const database: Parser = {
  name: "database of a browser",
  reads: ["openDatabase"],
  form: "bytes",
  samples: () => [u32(0), u32(1)],
  parse: async (input): Promise<Outcome> => {
    await layRows(tried, damaged(await made, seedOf(input)));
    const { store, secretKeys, pending } = browserDevice(tried);
    try {
      await secretKeys.load().catch(inItsWords);
      await pending.load().catch(inItsWords);
      await useStore(store);
    } finally {
      await store.close();
      await removeRows(tried);
    }
    return read();
  },
  runs: 150,
};

export const browserDatabaseParsers: readonly Parser[] = [database];
