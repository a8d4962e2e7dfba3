// The setup code: all that a new device needs beside the main password, in one text or QR code: origin, account, Secret Key,
// slot version and newest head. The last two pin what the server must not go behind. // A6
//
//   "HFS1-" ‖ groups of five Crockford letters of: canonical CBOR ‖ first 4 bytes of SHA-256(enc("holdfast/1/setup-code", CBOR))

import {
  accountNameShape,
  type Bytes,
  concat,
  decode,
  enc,
  encode,
  equalBytes,
  err,
  headRef,
  ok,
  type Result,
  shape,
  type TypeOf,
} from "@holdfast/protocol";
import { crockfordLetters, fromCrockford, toCrockford } from "../crypto/crockford.ts";
import type { Crypto } from "../crypto/primitives.ts";

const { bytes, record, text, uint } = shape;

const setupCode = record({
  origin: text(1, 300),
  account: accountNameShape,
  secretKey: bytes(16),
  slotVersion: uint(0xffff_ffff),
  head: headRef,
});
export type SetupCode = TypeOf<typeof setupCode>;

const prefix = "HFS1";
const checksumBytes = 4;
const longest = 4_000;

export async function formatSetupCode(crypto: Crypto, code: SetupCode): Promise<string> {
  const content = encode(setupCode, code);
  const letters = toCrockford(concat(content, await checksum(crypto, content)));
  return prefix + letters.replace(/.{1,5}/g, "-$&");
}

export async function parseSetupCode(crypto: Crypto, typed: string): Promise<Result<SetupCode, { readonly type: "malformed" }>> {
  const text = crockfordLetters(typed);
  const whole = text.startsWith(prefix) && text.length <= longest ? fromCrockford(text.slice(prefix.length)) : null;
  if (whole === null) return err({ type: "malformed" });
  const content = whole.slice(0, -checksumBytes);
  if (!equalBytes(whole.subarray(-checksumBytes), await checksum(crypto, content))) return err({ type: "malformed" });
  const decoded = decode(setupCode, content);
  return decoded.ok ? ok(decoded.value) : err({ type: "malformed" });
}

async function checksum(crypto: Crypto, content: Bytes): Promise<Bytes> {
  const [hash] = await crypto.sha256([enc("holdfast/1/setup-code", content)]);
  return (hash as Bytes).subarray(0, checksumBytes);
}
