// From what a person has to the two keys that open and sign in: one Argon2id for both. No parameter comes from outside. // K3

import { type Bytes, enc, utf8 } from "@holdfast/protocol";
import { hkdfExpand, hkdfExtract } from "../crypto/hkdf.ts";
import type { Crypto } from "../crypto/primitives.ts";
import type { HeldSecretKey, KeptSecretKey } from "../ports.ts";

/** A main password has at least this many characters, counted as code points after NFKC. */
export const passwordMinimum = 12;

/** The form of a main password that is stretched: NFKC (UAX 15). // K5 */
export const normalizePassword = (password: string): string => password.normalize("NFKC");

export const isLongEnough = (password: string): boolean => [...normalizePassword(password)].length >= passwordMinimum;

export interface DerivedKeys {
  /** Opens the password slot: 32 bytes for AES-256-GCM. */
  readonly kek: Bytes;
  /** Seed of the Ed25519 key that signs in: 32 bytes. */
  readonly signInSeed: Bytes;
}

/**
 * stretched = Argon2id(NFKC(password), SHA-256(enc("holdfast/1/salt", secretKey))[0..16]); root = HKDF-Extract(secretKey, stretched);
 * kek = HKDF-Expand(root, enc("holdfast/1/kek/password")); seed = HKDF-Expand(root, enc("holdfast/1/sign-in")). // K3, K4
 */
export async function deriveKeys(crypto: Crypto, password: string, secretKey: KeptSecretKey): Promise<DerivedKeys> {
  const held = secretKey instanceof Uint8Array ? await inMemory(crypto, secretKey) : secretKey;
  const stretched = await crypto.stretch(utf8(normalizePassword(password)), held.salt);
  const root = await held.extract(stretched);
  return {
    kek: await hkdfExpand(crypto, root, enc("holdfast/1/kek/password")),
    signInSeed: await hkdfExpand(crypto, root, enc("holdfast/1/sign-in")),
  };
}

/** The salt of the stretch: SHA-256(enc("holdfast/1/salt", secretKey))[0..16]. */
export async function saltOf(crypto: Crypto, secretKey: Bytes): Promise<Bytes> {
  const [digest] = await crypto.sha256([enc("holdfast/1/salt", secretKey)]);
  return (digest as Bytes).slice(0, 16);
}

const inMemory = async (crypto: Crypto, secretKey: Bytes): Promise<HeldSecretKey> => ({
  salt: await saltOf(crypto, secretKey),
  extract: (stretched) => hkdfExtract(crypto, secretKey, stretched),
});
