// A whole server in this process over storage in memory, for tests of other packages and for simulation: real routes, real
// checks, no port and no disk.

import { webcrypto } from "node:crypto";
import type { Bytes } from "@holdfast/protocol";
import type { LogLine } from "../journal.ts";
import type { Clock, Settings } from "../ports.ts";
import { createApp } from "../routes/app.ts";
import { MemoryStorage } from "../storage/memory-storage.ts";
import type { Storage } from "../storage/storage.ts";

export { emptyState, MemoryStorage } from "../storage/memory-storage.ts";
export type { MemoryRevision, MemoryState, MemoryVault } from "../storage/memory-vaults.ts";
export type { Storage } from "../storage/storage.ts";

export interface TestServer<S extends Storage = MemoryStorage> {
  readonly origin: string;
  readonly storage: S;
  /** Every line logged so far. */
  readonly log: readonly LogLine[];
  fetch(request: Request): Promise<Response>;
}

export interface TestServerOptions extends Partial<Omit<Settings, "origin">> {
  readonly clock?: Clock;
  readonly randomBytes?: (count: number) => Bytes;
  readonly origin?: string;
}

export function createTestServer(options?: TestServerOptions): TestServer;
export function createTestServer<S extends Storage>(options: TestServerOptions & { readonly storage: S }): TestServer<S>;
export function createTestServer(options: TestServerOptions & { readonly storage?: Storage } = {}): TestServer<Storage> {
  const { clock = { now: () => Date.now() }, randomBytes = (count) => webcrypto.getRandomValues(new Uint8Array(count)) } = options;
  const { storage = new MemoryStorage(), origin = "https://holdfast.test", signup = "open", accountBytes } = options;
  const log: LogLine[] = [];
  const settings: Settings = { origin, signup, ...(accountBytes === undefined ? {} : { accountBytes }) };
  // No job runs by itself here: a test that wants one calls it, so that nothing happens at a time of its own.
  const timers = { after: () => () => {} };
  const app = createApp({ storage, clock, timers, randomBytes, log: (line) => log.push(line), settings });
  return { origin, storage, log, fetch: async (request) => app.fetch(request) };
}
