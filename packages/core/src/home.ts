// Everything that one device of one account stands on: its folder (or its browser profile), its network and its environment.
// Adapters make one (adapters/node-home.ts for a folder); tests make one from memory (testing/memory-home.ts).

import type { Bytes } from "@holdfast/protocol";
import type { Environment, HeldSecretKey, KeptSecretKey, RunLock } from "./ports.ts";
import type { Replica, Store } from "./store/store.ts";
import type { LiveConnector } from "./sync/live-port.ts";
import type { Transport } from "./sync/transport.ts";

export interface Home {
  readonly environment: Environment;
  readonly store: Store;
  readonly secretKeys: SecretKeyStore;
  readonly pending: PendingStore;
  readonly runLock: RunLock;
  /** A transport to a server's origin. */
  readonly connect: (origin: string) => Transport;
  /** Live connections; left out where there are none to be had. */
  readonly live?: LiveConnector;
}

/** Where the Secret Key lies on this device: a file of mode 0600 in Node, a key that can't be exported in a browser. */
export interface SecretKeyStore<Kept extends KeptSecretKey = KeptSecretKey> {
  /** Takes the bytes into the platform's hold, before anything is kept; left out where the bytes themselves are kept. // K9 */
  hold?(secretKey: Bytes, salt: Bytes): Promise<HeldSecretKey>;
  load(): Promise<Kept | null>;
  save(secretKey: Kept): Promise<void>;
  remove(): Promise<void>;
}

/** A request that makes or changes the account, kept from before it is sent until its answer is known, with what the new state needs. // A5 */
export interface PendingAccount<Kept extends KeptSecretKey = KeptSecretKey> {
  readonly request: Bytes;
  readonly secretKey: Kept;
  readonly replica: Replica;
}

export interface PendingStore<Kept extends KeptSecretKey = KeptSecretKey> {
  load(): Promise<PendingAccount<Kept> | null>;
  save(pending: PendingAccount<Kept>): Promise<void>;
  remove(): Promise<void>;
}
