// The one encoding of everything that is signed, hashed or bound as associated data: injective, so that
// two different lists of fields never give the same bytes. Never JSON, never CBOR.

import { type Bytes, concat, u32, utf8 } from "./bytes.ts";

/** Each label is used at one place only. They are listed in docs/spec/crypto.md. */
export type Label = `holdfast/1/${string}`;

/** enc(label, f1 … fn): for the label and each field, u32 length (big endian) and bytes. Text fields are UTF-8. // K1 */
export function enc(label: Label, ...fields: readonly (Bytes | string)[]): Bytes {
  const parts: Bytes[] = [];
  for (const field of [label, ...fields]) {
    const bytes = typeof field === "string" ? utf8(field) : field;
    parts.push(u32(bytes.length), bytes);
  }
  return concat(...parts);
}
