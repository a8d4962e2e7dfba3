// Everything that one device of one account stands on: its folder (or its browser profile), its network and its environment.
// Adapters make one (adapters/node-home.ts for a folder); tests make one from memory (testing/memory-home.ts).

import type { Environment, RunLock } from "./ports.ts";
import type { PendingStore, SecretKeyStore, Store } from "./store/store.ts";
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
