// Values to canonical CBOR (RFC 8949, 4.2.1), in one buffer of the right size: thousands of revisions go through here in one message, and
// cborg, which is made for every kind of value, takes five times as long for ours. Tests hold both to the same bytes.
// Takes integers from -2^53 + 1 to 2^53 - 1, bytes, text, true, false, null, lists and plain objects; members that are undefined are left out.

import { type Bytes, utf8 } from "./bytes.ts";
import { assert } from "./result.ts";
import { canonicalOrder } from "./shape.ts";

const major = { uint: 0x00, negative: 0x20, bytes: 0x40, text: 0x60, list: 0x80, map: 0xa0 } as const;
const simple: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [false, 0xf4],
  [true, 0xf5],
  [null, 0xf6],
]);

export function encodeValue(value: unknown): Bytes {
  const bytes = new Uint8Array(sizeOf(value));
  const end = put(bytes, 0, value);
  assert(end === bytes.length, "a value is as long as it was measured");
  return bytes;
}

const headSize = (count: number): number => (count < 24 ? 1 : count < 0x100 ? 2 : count < 0x1_0000 ? 3 : count < 0x1_0000_0000 ? 5 : 9);

/** What a negative integer is written as: -1 - n. (RFC 8949, 3.1) */
const unsigned = (value: number): number => (value < 0 ? -1 - value : value);

function sizeOf(value: unknown): number {
  if (value instanceof Uint8Array) return headSize(value.length) + value.length;
  if (typeof value === "number") {
    assert(Number.isSafeInteger(value), "numbers of messages are safe integers");
    return headSize(unsigned(value));
  }
  if (typeof value === "string") return sizeOfText(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + sizeOf(part), headSize(value.length));
  if (simple.has(value)) return 1;
  let size = headSize(membersOf(value).length);
  for (const [name, member] of membersOf(value)) size += keyOf(name).length + sizeOf(member);
  return size;
}

function sizeOfText(text: string): number {
  const { length } = utf8(text);
  return headSize(length) + length;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The members of a plain object in canonical order. */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  assert(typeof value === "object" && value !== null && isPlain(value), "messages hold plain objects");
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.sort(([a], [b]) => canonicalOrder(a, b));
}

const keys = new Map<string, Bytes>();
/** The names of a message's members are the protocol's own, so there are few; beyond this something else is encoded. */
const keysAtMost = 1_000;

/** A member's name as it is written, head included. */
function keyOf(name: string): Bytes {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = encodeValue(name);
  if (keys.size < keysAtMost) keys.set(name, key);
  return key;
}

/** Writes `value` at `at` and answers where it ends. */
function put(bytes: Bytes, at: number, value: unknown): number {
  if (value instanceof Uint8Array) return putAll(bytes, putHead(bytes, at, major.bytes, value.length), value);
  if (typeof value === "number") return putHead(bytes, at, value < 0 ? major.negative : major.uint, unsigned(value));
  if (typeof value === "string") {
    const text = utf8(value);
    return putAll(bytes, putHead(bytes, at, major.text, text.length), text);
  }
  if (Array.isArray(value)) {
    let end = putHead(bytes, at, major.list, value.length);
    for (const part of value) end = put(bytes, end, part);
    return end;
  }
  const word = simple.get(value);
  if (word !== undefined) {
    bytes[at] = word;
    return at + 1;
  }
  const members = membersOf(value);
  let end = putHead(bytes, at, major.map, members.length);
  for (const [name, member] of members) end = put(bytes, putAll(bytes, end, keyOf(name)), member);
  return end;
}

function putAll(bytes: Bytes, at: number, part: Bytes): number {
  bytes.set(part, at);
  return at + part.length;
}

/** A major type and its number in the fewest bytes. (RFC 8949, 3) */
function putHead(bytes: Bytes, at: number, type: number, count: number): number {
  const size = headSize(count);
  if (size === 1) bytes[at] = type | count;
  else {
    bytes[at] = type | (size === 2 ? 24 : size === 3 ? 25 : size === 5 ? 26 : 27);
    let left = count;
    for (let i = at + size - 1; i > at; i--) {
      bytes[i] = left % 256;
      left = Math.floor(left / 256);
    }
  }
  return at + size;
}
