// One device in a test: the real client over a memory home, with a network that can be cut, tampered with and recorded, and a disk
// that can fail. What a person does is a method; what a test wants to see of it is a method too.

import {
  type Client,
  current,
  type ItemState,
  type Status,
  type SyncReport,
  setEnabled,
  signIn,
  signUp,
  unlock,
  type Value,
} from "@holdfast/core";
import { type AppLive, appLive, type LiveHooks } from "@holdfast/core/testing/app-live";
import { type AppHooks, appTransport, type Exchange } from "@holdfast/core/testing/app-transport";
import { type Crypto, parseSetupCode } from "@holdfast/core/testing/inside";
import { type MemoryHome, memoryHome } from "@holdfast/core/testing/memory-home";
import { type Death, type Disk, watchedDisk } from "./disk.ts";
import { password, type World } from "./world.ts";

export interface DeviceOptions {
  readonly seed?: string;
  /** How far its clock is off, in milliseconds. */
  readonly clockOff?: number;
  readonly crypto?: Crypto;
}

export const tenYears = 10 * 365.25 * 24 * 3_600_000;

export class Device {
  readonly name: string;
  readonly world: World;
  /** Every exchange with the server so far, oldest first. */
  readonly wire: Exchange[] = [];
  /** What a test does to the traffic while the device is online. */
  readonly hooks: Pick<AppHooks, "request" | "answer" | "date"> = {};
  /** What a test does to the live connection, and what it sees of it. */
  readonly liveHooks: LiveHooks = {};
  readonly line: AppLive;
  /** What a test does to the writes. */
  readonly disk: Disk = {};
  online = true;
  home: MemoryHome;
  #client: Client | null = null;

  constructor(world: World, name: string, { seed, clockOff = 0, crypto }: DeviceOptions = {}) {
    this.world = world;
    this.name = name;
    const clock = { now: () => world.time.clock.now() + clockOff };
    const seeded = seed === undefined ? {} : { seed };
    const given = crypto === undefined ? seeded : { crypto };
    this.line = appLive(() => this.world.server, {
      reachable: () => this.online && this.liveHooks.reachable?.() !== false,
      message: (bytes, pass) => (this.liveHooks.message ?? ((whole, on) => on(whole)))(bytes, pass),
      arrives: () => this.online && this.liveHooks.arrives?.() !== false,
    });
    const home = memoryHome({ connect: (origin) => this.#connect(origin), live: this.line, time: world.time, clock, ...given });
    this.home = watchedDisk(home, this.disk);
  }

  #connect(origin: string) {
    const { hooks } = this;
    return appTransport(origin, (request) => this.world.server.fetch(request), {
      record: this.wire,
      date: () => hooks.date?.() ?? this.world.time.clock.now(),
      request: (request) => {
        if (!this.online) return { type: "unreachable", why: "offline" };
        return hooks.request?.(request) ?? request;
      },
      answer: (answer, request) => hooks.answer?.(answer, request) ?? answer,
    });
  }

  get client(): Client {
    if (this.#client === null) throw new Error(`${this.name} is locked`);
    return this.#client;
  }

  async signUp(): Promise<void> {
    const { server, account } = this.world;
    this.#client = must(await signUp(this.home, { origin: server.origin, account, password, deviceName: this.name }));
  }

  async signIn(code: string): Promise<void> {
    const setupCode = must(await parseSetupCode(this.home.environment.crypto, code));
    this.#client = must(await signIn(this.home, { credentials: { setupCode }, password, deviceName: this.name }));
  }

  /** The process dies and starts again: nothing is left but what was written, and after a power cut what had reached the disk. // P20 */
  async restart(death: Death = "after"): Promise<void> {
    const begun = death === "with the power after" ? this.home.afterPowerCut() : this.home.restarted();
    this.home = watchedDisk(await begun, this.disk);
    this.#client = must(await unlock(this.home, password));
  }

  sync(): Promise<SyncReport> {
    return this.client.synchronize();
  }

  /** One run that must end well. */
  async synced(): Promise<SyncReport> {
    const report = await this.sync();
    if (report.end.type !== "quiet") throw new Error(`${this.name}: ${JSON.stringify(report.end)}`);
    return report;
  }

  async turn(enabled: boolean): Promise<void> {
    must(await setEnabled(this.home, enabled));
  }

  status(): Promise<Status> {
    return this.client.status();
  }

  async add(fields: Readonly<Record<string, Value>>, kind = "login"): Promise<string> {
    return must(await this.client.add({ kind, edit: new Map(Object.entries(fields)) })).id;
  }

  async edit(id: string, fields: Readonly<Record<string, Value>>): Promise<void> {
    must(await this.client.edit(id, new Map(Object.entries(fields))));
  }

  async item(id: string): Promise<ItemState> {
    return must(await this.client.find(id));
  }

  /** The value that a field shows. */
  async shows(id: string, path: string): Promise<Value> {
    return current((await this.item(id)).item, path);
  }

  /** Every value that a field has had, newest first. */
  async past(id: string, path: string): Promise<readonly Value[]> {
    return ((await this.item(id)).item.fields.get(path) ?? []).map(([value]) => value);
  }

  /** Requests of this kind that have reached the server. */
  sent(kind: "push" | "pull" | "create" | "challenge" | "devices"): readonly Exchange[] {
    return this.wire.filter(({ path }) => path.endsWith(`/${kind}`));
  }
}

/** The value of an outcome that must be one. */
export function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
