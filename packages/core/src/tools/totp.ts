// The one-time code that a secret gives at a moment. Pure but for the HMAC, which the platform's primitives make.
// Source: RFC 4226 (5.3, 5.4) and RFC 6238 (4), counted from 1970. Steam's code is the same number in five letters of its own alphabet.

import { type Bytes, err, ok, type Result, u64 } from "@holdfast/protocol";
import { type OneTimeFailure, type OneTimeHash, type OneTimeSecret, parseOneTimeSecret } from "./one-time-secret.ts";

/** HMAC (RFC 2104) with one of the hashes that one-time codes use: `Crypto.oneTimeHmac`. */
export type OneTimeHmac = (hash: OneTimeHash, key: Bytes, message: Bytes) => Promise<Bytes>;

export interface OneTimeCode {
  readonly code: string;
  /** Seconds that each code is good for. */
  readonly period: number;
  /** Whole seconds until the next code, from 1 to `period`. */
  readonly remaining: number;
}

/** The code of a `totp` field's text at `atMs`, milliseconds since 1970 by this device's clock. // T5 */
export async function totp(hmac: OneTimeHmac, text: string, atMs: number): Promise<Result<OneTimeCode, OneTimeFailure>> {
  const parsed = parseOneTimeSecret(text);
  return parsed.ok ? ok(await oneTimeCode(hmac, parsed.value, atMs)) : err(parsed.error);
}

export async function oneTimeCode(hmac: OneTimeHmac, { secret, hash, form, period }: OneTimeSecret, atMs: number): Promise<OneTimeCode> {
  const seconds = Math.max(0, Math.floor(atMs / 1_000)); // a clock before 1970 counts as 1970
  const digest = await hmac(hash, secret, u64(Math.floor(seconds / period)));
  const number = truncated(digest);
  const code = form.type === "steam" ? steamCode(number) : String(number % 10 ** form.digits).padStart(form.digits, "0");
  return { code, period, remaining: period - (seconds % period) };
}

/** Dynamic truncation: 31 bits at the place that the last four bits name (RFC 4226, 5.3). */
function truncated(digest: Bytes): number {
  const at = (digest.at(-1) ?? 0) & 0xf;
  return new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getUint32(at) & 0x7fff_ffff;
}

const steamAlphabet = "23456789BCDFGHJKMNPQRTVWXY";

function steamCode(number: number): string {
  let code = "";
  for (let rest = number; code.length < 5; rest = Math.floor(rest / steamAlphabet.length))
    code += steamAlphabet[rest % steamAlphabet.length];
  return code;
}
