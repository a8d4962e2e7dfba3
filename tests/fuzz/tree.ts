// What CBOR and JSON have in common, as a tree that a mutation can do anything to: keys twice, keys out of order, pieces that are no value
// at all. Reads valid samples alone, and shares no code with what is tried.

import { type Bytes, concat, fromUtf8, utf8 } from "@holdfast/protocol";

export type Tree =
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: Tree, value: Tree])[] }
  | { readonly kind: "list"; readonly items: readonly Tree[] }
  | { readonly kind: "leaf"; readonly value: string | number | boolean | null | Bytes }
  /** Written as it stands. */
  | { readonly kind: "raw"; readonly bytes: Bytes };

export type TreeForm = "cbor" | "json";

export const leaf = (value: string | number | boolean | null | Bytes): Tree => ({ kind: "leaf", value });

export const readTree = (form: TreeForm, bytes: Bytes): Tree =>
  form === "cbor" ? readCbor({ bytes, at: 0 }) : treeOf(JSON.parse(fromUtf8(bytes) ?? "null"));

export const writeTree = (form: TreeForm, tree: Tree): Bytes => (form === "cbor" ? writeCbor(tree) : utf8(jsonText(tree)));

interface Cursor {
  readonly bytes: Bytes;
  at: number;
}

function readCbor(cursor: Cursor): Tree {
  const first = cursor.bytes[cursor.at++] ?? 0;
  const major = first >> 5;
  if (major === 7) return leaf(first === 0xf5 ? true : first === 0xf4 ? false : null);
  const count = readCount(cursor, first & 31);
  if (major === 0) return leaf(count);
  if (major === 1) return leaf(-1 - count);
  if (major === 4) return { kind: "list", items: Array.from({ length: count }, () => readCbor(cursor)) };
  if (major === 5) return { kind: "map", entries: Array.from({ length: count }, () => [readCbor(cursor), readCbor(cursor)] as const) };
  const piece = cursor.bytes.slice(cursor.at, cursor.at + count);
  cursor.at += count;
  return leaf(major === 3 ? (fromUtf8(piece) ?? "") : piece);
}

function readCount(cursor: Cursor, short: number): number {
  if (short < 24) return short;
  let count = 0;
  for (let left = 2 ** (short - 24); left > 0; left--) count = count * 256 + (cursor.bytes[cursor.at++] ?? 0);
  return count;
}

/** The head of a value (RFC 8949, 3) in its shortest form. */
export function cborHead(major: number, count: number): Bytes {
  const size = count < 24 ? 0 : count < 2 ** 8 ? 1 : count < 2 ** 16 ? 2 : count < 2 ** 32 ? 4 : 8;
  const head = new Uint8Array(1 + size);
  head[0] = (major << 5) | (size === 0 ? count : 24 + Math.log2(size));
  let left = count;
  for (let at = size; at > 0; at--) {
    head[at] = left % 256;
    left = Math.floor(left / 256);
  }
  return head;
}

function writeCbor(tree: Tree): Bytes {
  switch (tree.kind) {
    case "raw":
      return tree.bytes;
    case "list":
      return concat(cborHead(4, tree.items.length), ...tree.items.map(writeCbor));
    case "map":
      return concat(cborHead(5, tree.entries.length), ...tree.entries.flatMap(([key, value]) => [writeCbor(key), writeCbor(value)]));
    case "leaf":
      return cborLeaf(tree.value);
  }
}

function cborLeaf(value: string | number | boolean | null | Bytes): Bytes {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) return concat(Uint8Array.of(0xfb), float(value));
    return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  }
  if (typeof value === "string") return concat(cborHead(3, utf8(value).length), utf8(value));
  if (value instanceof Uint8Array) return concat(cborHead(2, value.length), value);
  return Uint8Array.of(value === null ? 0xf6 : value ? 0xf5 : 0xf4);
}

function float(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function treeOf(json: unknown): Tree {
  if (Array.isArray(json)) return { kind: "list", items: json.map(treeOf) };
  if (typeof json === "object" && json !== null) {
    return { kind: "map", entries: Object.entries(json).map(([key, value]) => [leaf(key), treeOf(value)] as const) };
  }
  return leaf(typeof json === "string" || typeof json === "number" || typeof json === "boolean" ? json : null);
}

function jsonText(tree: Tree): string {
  switch (tree.kind) {
    case "raw":
      return new TextDecoder().decode(tree.bytes);
    case "list":
      return `[${tree.items.map(jsonText).join(",")}]`;
    case "map":
      return `{${tree.entries.map(([key, value]) => `${jsonText(key)}:${jsonText(value)}`).join(",")}}`;
    case "leaf":
      return tree.value instanceof Uint8Array ? `[${tree.value.join(",")}]` : JSON.stringify(tree.value);
  }
}
