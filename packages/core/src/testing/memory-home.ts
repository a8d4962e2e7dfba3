// A device in memory, for tests and simulations: real core over maps, with time that a test moves and a crash at any moment.
// What the device keeps outlives its process, as files do: `restarted` is the same device started anew.

import type { Crypto } from "../crypto/primitives.ts";
import type { Home, PendingStore, SecretKeyStore } from "../home.ts";
import type { Clock, RunLock, Timers } from "../ports.ts";
import { cutPower, memoryDisk, memoryStore } from "../store/memory-store.ts";
import { fromStored, pendingShape, toStored } from "../store/stored-shapes.ts";
import type { LiveConnector } from "../sync/live-port.ts";
import { memoryRunLock } from "./memory-run-lock.ts";
import { type TestCryptoOptions, testCrypto } from "./test-crypto.ts";
import { type TestTime, testTime } from "./test-time.ts";

export interface MemoryHomeOptions extends TestCryptoOptions {
  readonly connect: Home["connect"];
  readonly live?: LiveConnector;
  /** Time shared with others; without it, the home has its own (see `MemoryHome.time`). */
  readonly time?: TestTime;
  /** This device's own clock where it is wrong. */
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** Instead of `testCrypto` with `seed` and `stretch`. */
  readonly crypto?: Crypto;
}

export interface MemoryHome extends Home {
  readonly time: TestTime;
  readonly secretKeys: SecretKeyStore<Uint8Array>;
  readonly pending: PendingStore<Uint8Array>;
  /** The same device after its process died: what was written is there, and the store of before refuses every call. */
  restarted(): Promise<MemoryHome>;
  /** The same device after a power cut: light writes since the last one that was not are gone. // P20 */
  afterPowerCut(): Promise<MemoryHome>;
  /** The same device for another process beside this one. */
  another(): MemoryHome;
}

export function memoryHome(options: MemoryHomeOptions): MemoryHome {
  const time = options.time ?? testTime();
  const crypto = options.crypto ?? testCrypto(options);
  const environment = { crypto, clock: options.clock ?? time.clock, timers: options.timers ?? time.timers };
  let disk = memoryDisk();
  const secretKeys = memorySecretKeys();
  const pending = memoryPending();

  const started = (runLock: RunLock): MemoryHome => {
    const store = memoryStore(disk);
    return {
      environment,
      store,
      secretKeys,
      pending,
      runLock,
      connect: options.connect,
      ...(options.live === undefined ? {} : { live: options.live }),
      time,
      restarted: async () => {
        await store.close();
        return started(memoryRunLock(environment.timers));
      },
      afterPowerCut: async () => {
        await store.close();
        disk = cutPower(disk);
        return started(memoryRunLock(environment.timers));
      },
      another: () => started(runLock),
    };
  };
  return started(memoryRunLock(environment.timers));
}

function memorySecretKeys(): SecretKeyStore<Uint8Array> {
  let kept: Uint8Array | null = null;
  return {
    load: async () => kept?.slice() ?? null,
    save: async (secretKey) => {
      kept = secretKey.slice();
    },
    remove: async () => {
      kept = null;
    },
  };
}

/** Through the same bytes as the file, so that what can't be kept is found here too. */
function memoryPending(): PendingStore<Uint8Array> {
  let kept: Uint8Array | null = null;
  return {
    load: async () => (kept === null ? null : fromStored(pendingShape, kept)),
    save: async (pending) => {
      kept = toStored(pendingShape, pending);
    },
    remove: async () => {
      kept = null;
    },
  };
}
