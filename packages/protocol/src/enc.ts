// The one encoding of everything that is signed, hashed or bound as associated data: injective, so that
// two different lists of fields never give the same bytes. Never JSON, never CBOR.

import { type Bytes, utf8 } from "./bytes.ts";
import { assert } from "./result.ts";

const lengthBytes = 4;

/** Each label is used at one place only. They are listed in docs/spec/crypto.md. */
export type Label = `holdfast/1/${string}`;

const labels = new Map<Label, Bytes>();

/** Its bytes, made once: there are a few dozen labels, and one stands in front of every revision's associated data. */
function labelBytes(label: Label): Bytes {
  const known = labels.get(label);
  if (known !== undefined) return known;
  const made = utf8(label);
  labels.set(label, made);
  return made;
}

/** enc(label, f1 … fn): for the label and each field, u32 length (big endian) and bytes. Text fields are UTF-8. // K1 */
export function enc(label: Label, ...fields: readonly (Bytes | string)[]): Bytes {
  const parts = [labelBytes(label), ...fields.map((field) => (typeof field === "string" ? utf8(field) : field))];
  const encoded = new Uint8Array(parts.reduce((sum, part) => sum + lengthBytes + part.length, 0));
  let at = 0;
  for (const part of parts) {
    assert(part.length <= 0xffff_ffff, "a field has less than 2^32 bytes");
    encoded[at] = part.length >>> 24;
    encoded[at + 1] = part.length >>> 16;
    encoded[at + 2] = part.length >>> 8;
    encoded[at + 3] = part.length;
    encoded.set(part, at + lengthBytes);
    at += lengthBytes + part.length;
  }
  return encoded;
}
