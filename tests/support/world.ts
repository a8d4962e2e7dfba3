// A small world for tests: one real server in this process and the devices of one account, each the real client over memory. Time
// moves only when a test moves it. The server can be started anew, backed up and put back, as an operator (or a liar) would.

import { type TestTime, testTime } from "@holdfast/core/testing/test-time";
import type { AccountName } from "@holdfast/protocol";
import { type MemoryState, MemoryStorage, type MemoryVault } from "@holdfast/server/testing/memory";
import { createTestServer, type TestServer } from "@holdfast/server/testing/test-server";
import { Device, type DeviceOptions } from "./device.ts";

export const password = "correct horse battery";

export interface WorldOptions {
  readonly account?: string;
  /** All randomness of the devices follows from it and their names. */
  readonly seed?: string;
  /** Sealed bytes the account may hold. */
  readonly accountBytes?: number;
}

export class World {
  readonly account: AccountName;
  readonly time: TestTime = testTime();
  readonly devices: Device[] = [];
  readonly #options: WorldOptions;
  readonly #logs: TestServer["log"][] = [];
  server: TestServer;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.account = (options.account ?? "octo@example.com") as AccountName;
    this.server = this.#started(new MemoryStorage());
  }

  /** A device: the first signs up, every further one signs in with the setup code that the first shows. */
  async device(name: string, options: DeviceOptions = {}): Promise<Device> {
    const device = new Device(this, name, { seed: `${this.#options.seed ?? ""}/${name}`, ...options });
    const [first] = this.devices;
    if (first === undefined) await device.signUp();
    else await device.signIn(await first.client.setupCode());
    this.devices.push(device);
    return device;
  }

  /** Everything the server keeps, as it is now. */
  backup(): MemoryState {
    return structuredClone(this.server.storage.state);
  }

  /** The server stops and starts again, over what it kept or over a backup. Open challenges are forgotten. */
  restart(state: MemoryState = this.server.storage.state): void {
    this.server = this.#started(new MemoryStorage(state));
  }

  /** The account's only vault, as the server keeps it. */
  get vault(): MemoryVault {
    const [vault] = this.server.storage.state.vaults.values();
    if (vault === undefined) throw new Error("nobody has signed up");
    return vault;
  }

  /** Every line that this server and the ones before it have logged. */
  get logged(): readonly unknown[] {
    return this.#logs.flat();
  }

  #started(storage: MemoryStorage): TestServer {
    const { accountBytes } = this.#options;
    const limit = accountBytes === undefined ? {} : { accountBytes };
    const server = createTestServer({ storage, clock: this.time.clock, ...limit });
    this.#logs.push(server.log);
    return server;
  }
}

/** Synchronizes each of them in turn, again and again until nothing moves. */
export async function settle(...devices: readonly Device[]): Promise<void> {
  for (let round = 0; round < 10; round++) {
    let moved = 0;
    for (const device of devices) {
      const { end, pulled, pushed } = await device.sync();
      if (end.type !== "quiet") throw new Error(`${device.name}: ${JSON.stringify(end)}`);
      moved += pulled + pushed;
    }
    if (moved === 0) return;
  }
  throw new Error("the devices never come to rest");
}
