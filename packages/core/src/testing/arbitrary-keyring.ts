// Keyrings as property tests draw them, and one that stands for all. For tests alone.

import type { AccountId, HeadRef, VaultId } from "@holdfast/protocol";
import fc from "fast-check";
import type { Keyring } from "../keys/keyring.ts";
import { anyHash, anyId, bytesOf } from "./arbitrary.ts";

const u32s = fc.nat(0xffff_ffff);
const headRefs: fc.Arbitrary<HeadRef> = fc.record({ seq: fc.maxSafeNat(), hash: anyHash });

const epochs = fc
  .uniqueArray(u32s, { minLength: 1, maxLength: 4 })
  .chain((numbers) =>
    fc.tuple(...numbers.sort((a, b) => a - b).map((epoch) => fc.record({ epoch: fc.constant(epoch), key: bytesOf(32) }))),
  );

export const keyrings: fc.Arbitrary<Keyring> = fc.record(
  {
    accountId: anyId<AccountId>(),
    version: u32s,
    secretKey: bytesOf(16),
    epochs,
    vaults: fc.array(fc.record({ vault: anyId<VaultId>(), head: headRefs }), { minLength: 1, maxLength: 3 }),
    signInSeeds: fc.array(bytesOf(32), { maxLength: 3 }),
    recoveryKek: bytesOf(32),
  },
  { requiredKeys: ["accountId", "version", "secretKey", "epochs", "vaults", "signInSeeds"] },
);

export const aKeyring: Keyring = {
  accountId: new Uint8Array(16).fill(1) as AccountId,
  version: 7,
  secretKey: new Uint8Array(16).fill(2),
  epochs: [
    { epoch: 1, key: new Uint8Array(32).fill(3) },
    { epoch: 2, key: new Uint8Array(32).fill(4) },
  ],
  vaults: [{ vault: new Uint8Array(16).fill(5) as VaultId, head: { seq: 9, hash: new Uint8Array(32).fill(6) as HeadRef["hash"] } }],
  signInSeeds: [],
};
