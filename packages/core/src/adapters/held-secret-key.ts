// The Secret Key as a browser keeps it: an HMAC key that nobody can export, and the salt of the stretch. HKDF-Extract is HMAC with the salt as
// its key (RFC 5869, 2.2), so this is all that a derivation needs. A script in the page could use it, and could carry it nowhere. // K9

import { assert, type Bytes } from "@holdfast/protocol";
import type { HeldSecretKey } from "../ports.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { unshared } from "./unshared.ts";

const algorithm = { name: "HMAC", hash: "SHA-256" } as const;
const saltBytes = 16;

/** What is kept of it: structured clones of these come back from a database. */
export interface KeptKey {
  readonly key: CryptoKey;
  readonly salt: Uint8Array<ArrayBuffer>;
}

const kept = new WeakMap<HeldSecretKey, KeptKey>();

export async function holdSecretKey(secretKey: Bytes, salt: Bytes): Promise<HeldSecretKey> {
  const key = await crypto.subtle.importKey("raw", unshared(secretKey), algorithm, false, ["sign"]);
  return holding({ key, salt: Uint8Array.from(salt) });
}

/** What a database keeps of a key that was held here. */
export function keptKey(held: HeldSecretKey): KeptKey {
  const found = kept.get(held);
  assert(found !== undefined, "a key that is kept was held by this adapter");
  return found;
}

/** The key that a database gave back; throws `damaged` for anything that was never kept, such as a key that can be exported. // P13 */
export function heldAgain(value: unknown): HeldSecretKey {
  if (typeof value !== "object" || value === null || !("key" in value) || !("salt" in value)) throw new StoreProblem("damaged");
  const { key, salt } = value;
  if (!(key instanceof CryptoKey) || key.extractable || key.algorithm.name !== algorithm.name) throw new StoreProblem("damaged");
  if (!(salt instanceof Uint8Array) || salt.length !== saltBytes) throw new StoreProblem("damaged");
  return holding({ key, salt: Uint8Array.from(salt) });
}

function holding(parts: KeptKey): HeldSecretKey {
  const held: HeldSecretKey = Object.freeze({
    salt: parts.salt,
    extract: async (stretched: Bytes) => new Uint8Array(await crypto.subtle.sign("HMAC", parts.key, unshared(stretched))),
  });
  kept.set(held, parts);
  return held;
}
