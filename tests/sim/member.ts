// One device of a simulation: the real client over memory, one process after another over one disk, with a clock and a network of its own.
// What happens to it is decided elsewhere; here it lives, dies and starts again.

import { type Client, signIn, signUp, unlock } from "@holdfast/core";
import { type AppLive, appLive } from "@holdfast/core/testing/app-live";
import { appTransport, type Exchange } from "@holdfast/core/testing/app-transport";
import { parseSetupCode, type Store } from "@holdfast/core/testing/inside";
import { type MemoryHome, memoryHome } from "@holdfast/core/testing/memory-home";
import type { TestTime } from "@holdfast/core/testing/test-time";
import { type AccountName, toHex } from "@holdfast/protocol";
import type { Dice } from "./dice.ts";
import type { Faces } from "./faces.ts";
import type { Fault } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import { type Hearsay, LiedTo, type LiedToOptions } from "./lies/lied-to.ts";
import { type Death, homeWithin, Life } from "./life.ts";
import { badLine, badNetwork, type NetworkOptions, type Weather } from "./network.ts";
import { Gone, type ServerLife } from "./server-life.ts";

/** What the devices of one account have in common. */
export interface Account {
  readonly name: AccountName;
  readonly password: string;
  readonly ledger: Ledger;
  readonly members: Member[];
}

export interface MemberOptions {
  readonly name: string;
  readonly account: Account;
  readonly time: TestTime;
  readonly faces: Faces;
  readonly dice: Dice;
  readonly seed: string;
  readonly fault: Fault;
  /** Where every exchange with the server is kept. */
  readonly wire: Exchange[];
  readonly died: (death: Death | null) => void;
  /** Told of each request, and what the network does to it. */
  readonly noted: NetworkOptions["noted"];
  readonly hearsay: Hearsay;
  /** Told of each lie, what came of it, and how long the device is to be silent by it. */
  readonly lied: Pick<LiedToOptions, "came" | "held">;
}

/** No request takes longer. */
const underWayMs = 20_000;

export const origin = "https://holdfast.test";

export class Member {
  readonly name: string;
  readonly account: Account;
  readonly #options: MemberOptions;
  readonly #line: AppLive;
  #disk: MemoryHome;
  /** Requests that it has made. */
  asked = 0;
  /** What it has asked of the vault although it has been switched off for long enough. // S17 */
  askedWhileOff: string | null = null;
  #mayAsk = true;
  #stillMayAsk: () => void = () => {};
  /** What lies on its disk, whoever has it open. */
  store: Store;
  life = new Life();
  client: Client | null = null;
  /** One that is being locked, and still sends what waits. */
  #closing: Client | null = null;
  weather: Weather = "fine";
  readonly liedTo: LiedTo;
  /** How its next process will end, where that is planned before it begins. */
  willDie: { readonly writes: number; readonly death: Death } | null = null;
  /** Its clock: how far it is off, how much it gains in a millisecond, and since when. */
  #clock = { off: 0, gain: 0, since: 0 };

  constructor(options: MemberOptions) {
    const { name, account, time, dice, seed } = options;
    this.name = name;
    this.account = account;
    this.#options = options;
    this.liedTo = this.#liedTo();
    const weather = (): Weather => this.weather;
    const network = { timers: time.timers, dice: dice.split("network"), weather };
    const line = badLine({ ...network, dice: dice.split("line") });
    this.#line = appLive(() => this.server.process ?? unreachableLive, {
      ...line,
      message: (bytes, pass) => this.liedTo.hears(bytes, (heard) => line.message?.(heard, pass)),
      reachable: () => this.server.up && badLine(network).reachable?.() !== false,
    });
    const connect = (to: string) => {
      const hooks = { record: options.wire, date: () => time.clock.now() };
      const inner = appTransport(to, (request) => this.server.fetch(request), hooks);
      const failing = { ...inner, send: (request: Parameters<typeof inner.send>[0]) => inner.send(request).catch(unreachableIfGone) };
      return badNetwork(failing, { ...network, noted: (path, fault) => this.#asked(path, fault) });
    };
    this.#disk = memoryHome({ connect, live: this.#line, time, clock: { now: () => this.now() }, seed: `${seed}/${account.name}/${name}` });
    this.store = this.#disk.another().store;
    this.#clock.since = time.clock.now();
  }

  /** The server as this device sees it. */
  get server(): ServerLife {
    return this.#options.faces.of(this);
  }

  #liedTo(): LiedTo {
    const { account, seed, name, dice, hearsay, wire, faces, lied } = this.#options;
    return new LiedTo({
      account: account.name,
      device: `${seed}/${name}`,
      dice: dice.split("lies"),
      hearsay,
      wire,
      vaultOf: (hex) => this.server.vaultOf(hex),
      purged: () => account.ledger.purgedIds,
      mayBeAlarmed: () => faces.first.rollbacks > 0,
      forgot: () => {
        faces.first.rollbacks++;
      },
      ...lied,
    });
  }

  /** Milliseconds since 1970, as this device believes. */
  now(): number {
    const { off, gain, since } = this.#clock;
    const now = this.#options.time.clock.now();
    return Math.floor(now + off + (now - since) * gain);
  }

  /** The switch has been turned. What is under way may end, and nothing else begins. // S17 */
  switched(enabled: boolean): void {
    this.#stillMayAsk();
    this.#mayAsk = true;
    if (enabled) return;
    this.#stillMayAsk = this.#options.time.timers.after(underWayMs, () => {
      this.#mayAsk = false;
    });
  }

  #asked(...[path, fault]: Parameters<NetworkOptions["noted"]>): void {
    this.asked++;
    if (!this.#mayAsk && /\/(?:pull|push)$/.test(path)) this.askedWhileOff = path;
    this.#options.noted(path, fault);
  }

  setClock(off: number, gain: number): void {
    this.#clock = { off, gain, since: this.#options.time.clock.now() };
  }

  /** Its disk for another process beside the client's. */
  get home(): MemoryHome {
    return this.#disk.another();
  }

  /** The connection breaks; the device hears of it or not. */
  cutLine(told: boolean): void {
    this.#line.cut(told);
  }

  /** A process begins over what lies on the disk. */
  async begin(): Promise<ReturnType<typeof homeWithin>> {
    const died = this.life.death;
    this.#disk = await (died === "with the power after" ? this.#disk.afterPowerCut() : this.#disk.restarted());
    this.store = this.#disk.another().store;
    const life = new Life();
    this.life = life;
    if (this.willDie !== null) life.plan(this.willDie.writes, this.willDie.death);
    this.willDie = null;
    void life.over.then(() => {
      this.#options.died(life.death);
      this.#line.cut(false);
      if (this.life === life) this.client = null;
    });
    return this.#homeOf(this.#disk);
  }

  #homeOf(disk: MemoryHome): ReturnType<typeof homeWithin> {
    const { fault, dice } = this.#options;
    const store = fault.store?.(disk.store, dice) ?? disk.store;
    const environment = { ...disk.environment, timers: fault.timers?.(disk.environment.timers) ?? disk.environment.timers };
    return homeWithin(this.life, this.liedTo.within({ ...disk, environment, store: this.#noticingPurges(store) }));
  }

  /** A client of another process that runs beside this one's and dies with it; null where it can't be unlocked. */
  async another(): Promise<Client | null> {
    const opened = await unlock(this.#homeOf(this.#disk.another()), this.account.password);
    return opened.ok ? opened.value : null;
  }

  async signUp(): Promise<void> {
    const { name, password } = this.account;
    const home = await this.begin();
    const made = await signUp(home, { origin, account: name, password, deviceName: this.name });
    if (!made.ok) throw new Error(`${this.name} can't sign up: ${JSON.stringify(made.error)}`);
    await this.#opened(made.value);
  }

  /** Why not, or null once it is a device. */
  async signIn(code: string): Promise<string | null> {
    const home = await this.begin();
    const setupCode = await parseSetupCode(home.environment.crypto, code);
    if (!setupCode.ok) return "the code is wrong";
    const { password } = this.account;
    const made = await signIn(home, { credentials: { setupCode: setupCode.value }, password, deviceName: this.name });
    if (!made.ok) return JSON.stringify(made.error);
    await this.#opened(made.value);
    return null;
  }

  /** Whether it is unlocked now. */
  async unlock(password: string = this.account.password): Promise<boolean> {
    const opened = await unlock(await this.begin(), password);
    if (opened.ok) await this.#opened(opened.value);
    return opened.ok;
  }

  async #opened(client: Client): Promise<void> {
    this.client = client;
    await client.live.start();
  }

  async lock(): Promise<void> {
    const { client } = this;
    this.client = null;
    this.#closing = client;
    await client?.close();
    this.#closing = null;
  }

  /** A write that notes and buries at once is the end of the trash: what this device had seen of those items is written down. // T9 */
  #noticingPurges(store: Store): Store {
    return {
      ...store,
      write: async (change) => {
        const buried = change.note === undefined ? [] : (change.items ?? []);
        const seen = await Promise.all(buried.map(({ id }) => (this.client ?? this.#closing)?.find(toHex(id))));
        const written = await store.write(change);
        if (written.type === "written")
          for (const found of seen) if (found?.ok) this.account.ledger.purged(found.value.id, found.value.item);
        return written;
      },
    };
  }
}

function unreachableIfGone(failure: unknown): { readonly type: "unreachable"; readonly why: "refused" } {
  if (failure instanceof Gone) return { type: "unreachable", why: "refused" };
  throw failure;
}

/** Nobody asks it: the line is not reachable then. */
const unreachableLive = {
  openLive: (): never => {
    throw new Error("the server is down");
  },
};
