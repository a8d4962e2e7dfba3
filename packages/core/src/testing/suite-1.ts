// Reads the frozen vectors of suite 1 (packages/core/vectors/suite-1.json), which were computed by a second implementation, from
// docs/spec alone. For tests alone; the file is appended to and never changed.

import { readFileSync } from "node:fs";
import { assert, type Bytes, fromHex } from "@holdfast/protocol";

/** Lower-case hex. */
type Hex = string;
export interface HeadRefVector {
  readonly seq: number;
  readonly hash: Hex;
}
export interface PairVector {
  readonly item: Hex;
  readonly hash: Hex;
}
export interface KeyringVector {
  readonly accountId: Hex;
  readonly version: number;
  readonly secretKey: Hex;
  readonly epochs: readonly { readonly epoch: number; readonly key: Hex }[];
  readonly vaults: readonly { readonly vault: Hex; readonly head: HeadRefVector }[];
  readonly signInSeeds: readonly Hex[];
  readonly recoveryKek?: Hex;
}
interface InVault {
  readonly epoch: number;
  readonly epochKey: Hex;
  readonly vault: Hex;
}

export interface SuiteVectors {
  readonly suite: 1;
  readonly enc: readonly { readonly label: `holdfast/1/${string}`; readonly fields: readonly Hex[]; readonly bytes: Hex }[];
  readonly secretKey: readonly { readonly secretKey: Hex; readonly text: string }[];
  readonly setupCode: readonly {
    readonly code: {
      readonly origin: string;
      readonly account: string;
      readonly secretKey: Hex;
      readonly slotVersion: number;
      readonly head: HeadRefVector;
    };
    readonly text: string;
  }[];
  readonly derivation: readonly {
    readonly password: string;
    readonly secretKey: Hex;
    readonly salt: Hex;
    readonly stretched: Hex;
    readonly root: Hex;
    readonly kek: Hex;
    readonly signInSeed: Hex;
    readonly signInKey: Hex;
  }[];
  readonly vaultKeys: readonly (InVault & {
    readonly vaultKey: Hex;
    readonly revisionKey: Hex;
    readonly headKey: Hex;
    readonly writerSeed: Hex;
    readonly writerKey: Hex;
  })[];
  readonly slot: readonly {
    readonly kek: Hex;
    readonly kind: "password" | "recovery";
    readonly nonce: Hex;
    readonly keyring: KeyringVector;
    readonly content: Hex;
    readonly sealed: Hex;
  }[];
  readonly revision: readonly (InVault & { readonly item: Hex; readonly nonce: Hex; readonly content: string; readonly sealed: Hex })[];
  readonly bucket: readonly { readonly pairs: readonly PairVector[]; readonly hash: Hex }[];
  readonly root: readonly { readonly pairs: readonly PairVector[]; readonly hash: Hex }[];
  readonly head: readonly (InVault & {
    readonly nonce: Hex;
    readonly head: {
      readonly seq: number;
      readonly prev: Hex;
      readonly root: Hex;
      readonly count: number;
      readonly device: Hex;
      readonly time: number;
      readonly heals?: HeadRefVector;
    };
    readonly content: Hex;
    readonly sealed: Hex;
  })[];
  readonly commit: readonly {
    readonly writerSeed: Hex;
    readonly writerKey: Hex;
    readonly vault: Hex;
    readonly prev: Hex;
    readonly head: Hex;
    readonly changes: readonly { readonly item: Hex; readonly revision: Hex }[];
    readonly branch: readonly Hex[];
    readonly message: Hex;
    readonly signature: Hex;
  }[];
  readonly signIn: readonly {
    readonly origin: string;
    readonly account: string;
    readonly challenge: Hex;
    readonly device: Hex;
    readonly seed: Hex;
    readonly signInKey: Hex;
    readonly message: Hex;
    readonly signature: Hex;
  }[];
  readonly token: readonly {
    readonly epoch: number;
    readonly epochKey: Hex;
    readonly device: Hex;
    readonly deviceKey: Hex;
    readonly nonce: Hex;
    readonly token: Hex;
    readonly sealed: Hex;
  }[];
  readonly padding: readonly { readonly length: number; readonly size: number }[];
  readonly padded: readonly { readonly content: Hex; readonly sha256: Hex }[];
}

export const suiteFile = new URL("../../vectors/suite-1.json", import.meta.url);

export const suiteVectors = (): SuiteVectors => JSON.parse(readFileSync(suiteFile, "utf8")) as SuiteVectors;

/** The bytes of hex, under whatever brand is asked for. */
export function hex<B extends Bytes = Bytes>(text: Hex): B {
  const bytes = fromHex(text);
  assert(bytes !== null, "vectors are lower-case hex");
  return bytes as B;
}
