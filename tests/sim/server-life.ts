// The server as one machine that dies, comes back, and forgets: the real server over memory, one process after another over one disk. What
// an operator does to its disk is done here: a copy is kept, put back, or the newest commits are cut off.

import { seededBytes } from "@holdfast/core/testing/test-crypto";
import type { TestTime } from "@holdfast/core/testing/test-time";
import { genesis, limits, toHex } from "@holdfast/protocol";
import { type MemoryState, MemoryStorage, type MemoryVault } from "@holdfast/server/testing/memory";
import { createTestServer, emptyState, type Storage, type TestServer, type TestServerOptions } from "@holdfast/server/testing/test-server";
import type { Fault } from "./faults.ts";
import { type Death, Life, within } from "./life.ts";

/** The server is not there, or went while it was asked. */
export class Gone extends Error {}

export interface ServerLifeOptions {
  readonly time: TestTime;
  readonly seed: string;
  readonly fault: Fault;
  /** Told when a process dies by itself. */
  readonly crashed: () => void;
}

export class ServerLife {
  readonly #time: TestTime;
  readonly #randomBytes: ReturnType<typeof seededBytes>;
  readonly #crashed: () => void;
  readonly #fault: Fault;
  #life = new Life();
  #process: TestServer<Storage> | null = null;
  state: MemoryState = emptyState();
  /** What it is told to allow, from its next start on; as a server should where nothing is said. */
  bounds: Pick<TestServerOptions, "accountBytes" | "rates"> = {};
  /** Up to which seq each vault may not be put back. */
  readonly #kept = new Map<string, number>();
  readonly emptied: MemoryState = emptyState();
  readonly backups: MemoryState[] = [];
  /** Lines logged by every process so far. */
  readonly #logs: TestServer["log"][] = [];
  /** What a planted fault does to the disk when the process dies by itself. */
  onDeath: () => void = () => {};
  /** How often it came back with less than it had. */
  rollbacks = 0;

  constructor({ time, seed, fault, crashed }: ServerLifeOptions) {
    this.#time = time;
    this.#randomBytes = seededBytes(`${seed}/server`);
    this.#crashed = crashed;
    this.#fault = fault;
    this.start();
  }

  get up(): boolean {
    return this.#process !== null;
  }

  get logged(): readonly unknown[] {
    return this.#logs.flat();
  }

  start(): void {
    const life = new Life();
    this.#life = life;
    const memory = new MemoryStorage(this.state);
    const { append } = this.#fault;
    if (append !== undefined) memory.vaults.append = append(this, memory.vaults.append.bind(memory.vaults));
    const storage: Storage = {
      accounts: within(life, memory.accounts, ["create", "openSession", "endSession"]),
      vaults: within(life, memory.vaults, ["append"]),
      probe: () => memory.probe(),
      stats: () => memory.stats(),
      clean: (job) => memory.clean(job),
      close: () => memory.close(),
    };
    this.#process = createTestServer({ storage, clock: this.#time.clock, randomBytes: this.#randomBytes, ...this.bounds });
    this.#logs.push(this.#process.log);
    void life.over.then(() => {
      if (this.#life !== life) return;
      this.onDeath();
      this.#process = null;
      this.#crashed();
    });
  }

  stop(): void {
    this.#process = null;
    this.#life.end("before");
  }

  /** It dies at the `writes`-th durable write from now. */
  planDeath(writes: number, death: Death): void {
    this.#life.plan(writes, death);
  }

  readonly fetch: (request: Request) => Promise<Response> = (request) => {
    const asked = this.#process;
    const life = this.#life;
    if (asked === null) throw new Gone();
    return Promise.race([
      asked.fetch(request),
      life.over.then((): never => {
        throw new Gone();
      }),
    ]);
  };

  get process(): TestServer<Storage> | null {
    return this.#process;
  }

  /** The job that removes what is 30 days old, all at once. // C16 */
  async clean(): Promise<void> {
    const now = this.#time.clock.now();
    await new MemoryStorage(this.state).clean({
      supersededBefore: now - limits.supersededMs,
      sessionsBefore: now - limits.sessionIdleMs,
      invitationsBefore: now,
      count: 100_000,
    });
  }

  /** Nothing that a vault holds now may be lost any more: copies of before are thrown away, and no tail is cut off beyond this point. */
  keepAllOf(vault: string): void {
    this.#kept.set(vault, this.state.vaults.get(vault)?.head.seq ?? 0);
    this.backups.length = 0;
    this.backUp();
  }

  /** Whether it may lose everything. */
  get mayBeEmptied(): boolean {
    return this.#kept.size === 0;
  }

  /** Loses the newest `count` commits of a vault, as far as it may: how many. */
  loseTail(vault: string, count: number): number {
    const held = this.state.vaults.get(vault);
    const most = Math.max(0, (held?.head.seq ?? 0) - (this.#kept.get(vault) ?? 0));
    const lost = Math.min(count, most);
    this.stop();
    cutTail(held, lost);
    this.rollbacks++;
    this.start();
    return lost;
  }

  backUp(): void {
    this.backups.push(structuredClone(this.state));
    if (this.backups.length > 4) this.backups.shift();
  }

  /** Stops, and starts again over another disk. */
  putBack(state: MemoryState): void {
    this.stop();
    this.state = structuredClone(state);
    this.rollbacks++;
    this.start();
  }

  vaultOf(hex: string): MemoryVault | null {
    return this.state.vaults.get(hex) ?? null;
  }
}

/** Takes the newest `count` commits off a vault, as a disk does that lied about what was durable; what was cleaned away can't come back so. */
export function cutTail(vault: MemoryVault | undefined, count: number): void {
  if (vault === undefined) return;
  const kept = Math.max(vault.cleaned, vault.heads.length - count);
  vault.heads.length = kept;
  vault.head = kept === 0 ? genesis : { seq: kept, hash: vault.heads[kept - 1]?.hash ?? genesis.hash };
  vault.revisions = vault.revisions.filter(({ seq }) => seq <= kept);
  vault.current.clear();
  for (const row of vault.revisions) {
    if (row.supersededBy !== null && row.supersededBy > kept) Object.assign(row, { supersededBy: null, supersededAt: null });
    if (row.supersededBy === null) vault.current.set(toHex(row.item), row);
  }
  vault.items = vault.current.size;
}
