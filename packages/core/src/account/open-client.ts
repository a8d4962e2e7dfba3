// From an open keyring to a client: derives the vault's keys and wires store, seal, session and engine. The one place that knows all.

import type { Bytes } from "@holdfast/protocol";
import type { Client } from "../client.ts";
import type { Home } from "../home.ts";
import type { Keyring } from "../keys/keyring.ts";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { ReplicaClient } from "../replica-client.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { ownStore } from "../store/own-store.ts";
import type { Replica } from "../store/store.ts";
import { watchClock } from "../sync/server-clock.ts";
import { sessionSource } from "./session-source.ts";

export interface Opening {
  readonly replica: Replica;
  readonly ring: Keyring;
  readonly signInSeed: Bytes;
}

export async function openClient(home: Home, { replica, ring, signInSeed }: Opening): Promise<Client> {
  const { crypto } = home.environment;
  const epochs = await Promise.all(ring.epochs.map(({ epoch, key }) => deriveVaultKeys(crypto, epoch, key, replica.vault)));
  const seal = vaultSeal(crypto, replica.vault, epochs);
  const { transport, clock } = watchClock(home.connect(replica.origin), home.environment.clock);
  const store = ownStore(home.store, replica.device); // P18
  const session = await sessionSource({ crypto, store, transport, replica, ring, signInSeed });
  return new ReplicaClient({ home: { ...home, store }, replica, ring, seal, transport, session, clock, signInSeed });
}
