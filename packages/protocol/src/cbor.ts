// Canonical CBOR (RFC 8949, 4.2) between bytes and shapes, and CBOR sequences (RFC 8742) for streams.
// The only importer of cborg. Duplicate keys, keys out of order, indefinite lengths, floats, tags, undefined,
// integers beyond 2^53 and trailing bytes are refused.

import * as cborg from "cborg";
import { type Bytes, concat, fromUtf8, u32 } from "./bytes.ts";
import { encodeValue } from "./cbor-encode.ts";
import { err, ok, type Result } from "./result.ts";
import { Malformed, type Shape } from "./shape.ts";

export interface MalformedBytes {
  readonly type: "malformed";
}

const strict: cborg.DecodeOptions = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowBigInt: false,
  allowInfinity: false,
  allowNaN: false,
  retainStringBytes: true,
};

/**
 * Reads tokens as cborg does and refuses what its strict mode lets through: floats, and text that is not the one form of
 * itself: cborg puts U+FFFD for what is not UTF-8 and drops a byte order mark, so that two byte strings would be one text.
 */
class StrictTokenizer extends cborg.Tokenizer {
  override next(): cborg.Token {
    const token = super.next();
    if (token.type === cborg.Type.float) throw new Malformed("expected no float");
    if (token.type === cborg.Type.string && !isItsText(String(token.value), token.byteValue)) throw new Malformed("expected UTF-8");
    return token;
  }
}

const isItsText = (text: string, bytes: Bytes | undefined): boolean =>
  // cborg has a ready token for the empty text, without its bytes.
  bytes === undefined ? text === "" : (text.length === bytes.length && !text.includes("\u{FFFD}")) || fromUtf8(bytes) === text;

/** Bytes of a value of `shape`; members that are undefined are left out. The shape is given so that only shaped values are sent. */
export const encode = <T>(_shape: Shape<T>, value: T): Bytes => encodeValue(value);

/** The one value of `shape` that `input` is; anything else is malformed, whatever the bytes. Never throws. */
export function decode<T>(shape: Shape<T>, input: Bytes): Result<T, MalformedBytes> {
  try {
    // A plain view: from a subclass such as Node's Buffer the parts would be views into the whole.
    const plain = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    return ok(shape.parse(cborg.decode(plain, { ...strict, tokenizer: new StrictTokenizer(plain, strict) })));
  } catch {
    // Both parsers are pure: whatever they throw (a RangeError on deep nesting included) says that the bytes are not of the shape.
    return err({ type: "malformed" });
  }
}

/**
 * One element of a stream: a CBOR byte string with a four-byte length that holds one encoded value.
 * So a reader knows how much to wait for, and a stream of them is a CBOR sequence.
 */
export function encodeFrame<T>(shape: Shape<T>, value: T): Bytes {
  const body = encode(shape, value);
  return concat(Uint8Array.of(0x5a), u32(body.length), body);
}
