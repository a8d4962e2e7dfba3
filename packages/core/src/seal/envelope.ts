// Sealing and opening of padded bytes under one key: what slots, tokens, heads and revisions have in common.
// Every failure to open is the same null: no reason, no oracle. // E1, E5

import { type Bytes, concat, headerBytes, nonceBytes, sealedHeader, sealedMinimum } from "@holdfast/protocol";
import type { AeadKey, Crypto } from "../crypto/primitives.ts";
import { pad, unpad } from "./padding.ts";

/** `associated` makes the bound data from the five header bytes; it must differ wherever the meaning differs. // E2 */
export interface SealRequest {
  readonly content: Bytes;
  readonly associated: (header: Bytes) => Bytes;
}

export interface OpenRequest {
  readonly sealed: Bytes;
  readonly associated: (header: Bytes) => Bytes;
}

/** 0x01 ‖ u32 number ‖ nonce ‖ AES-256-GCM(key, padded content, associated), each under a fresh random nonce. */
export async function sealMany(crypto: Crypto, key: AeadKey, number: number, requests: readonly SealRequest[]): Promise<readonly Bytes[]> {
  const header = sealedHeader(number);
  const nonces = crypto.randomBytes(nonceBytes * requests.length);
  const jobs = requests.map(({ content, associated }, i) => ({
    nonce: nonces.subarray(i * nonceBytes, (i + 1) * nonceBytes),
    plaintext: pad(content),
    associated: associated(header),
  }));
  const sealed = await crypto.sealMany(key, jobs);
  return sealed.map((ciphertext, i) => concat(header, (jobs[i] as (typeof jobs)[number]).nonce, ciphertext));
}

/** Whether there is a tag to look at. */
const canOpen = ({ sealed }: OpenRequest): boolean => sealed.length >= sealedMinimum;

/** The content of each sealed piece, in order; null where it does not open under `key`. The caller has chosen `key` by the header's number. */
export async function openMany(crypto: Crypto, key: AeadKey, requests: readonly OpenRequest[]): Promise<readonly (Bytes | null)[]> {
  const whole = requests.filter(canOpen);
  const opened = await crypto.openMany(
    key,
    whole.map(({ sealed, associated }) => ({
      nonce: sealed.subarray(headerBytes, headerBytes + nonceBytes),
      ciphertext: sealed.subarray(headerBytes + nonceBytes),
      associated: associated(sealed.subarray(0, headerBytes)),
    })),
  );
  const padded = opened[Symbol.iterator]();
  return requests.map((request) => {
    const content = canOpen(request) ? (padded.next().value ?? null) : null;
    return content === null ? null : unpad(content);
  });
}

export async function sealOne(crypto: Crypto, key: AeadKey, number: number, request: SealRequest): Promise<Bytes> {
  const [sealed] = await sealMany(crypto, key, number, [request]);
  return sealed as Bytes;
}

export async function openOne(crypto: Crypto, key: AeadKey, request: OpenRequest): Promise<Bytes | null> {
  const [content] = await openMany(crypto, key, [request]);
  return content ?? null;
}
