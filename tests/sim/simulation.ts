// The world of one seed: a server, several accounts, their devices and one clock, all of it in this process. It gives the steps what they work on,
// lets time pass while something is under way, and keeps the story.

import type { Exchange } from "@holdfast/core/testing/app-transport";
import { type TestTime, testStart, testTime } from "@holdfast/core/testing/test-time";
import type { AccountName } from "@holdfast/protocol";
import { formsOf } from "../support/search.ts";
import { Chronicle } from "./chronicle.ts";
import { Coverage, stateOf } from "./coverage.ts";
import { castOf } from "./days.ts";
import { Dice } from "./dice.ts";
import { Faces } from "./faces.ts";
import type { Fault } from "./faults.ts";
import { Ledger } from "./ledger.ts";
import type { Hearsay } from "./lies/lied-to.ts";
import { type Account, Member } from "./member.ts";
import { ServerLife } from "./server-life.ts";

/** Something that must hold does not. */
export class Broken extends Error {}

/** Every secret that is typed bears it: nothing of it may be where it must not be. */
export const marker = "nightingale";

const names = ["laptop", "phone", "tablet", "desktop", "watch", "fridge"] as const;
/** Nothing that a person asks for takes longer, in milliseconds of the world. */
const patienceMs = 10 * 60_000;
/** Longer waits are a jump of the clock, and then so much time for what falls due: thousands of regular runs would show nothing new. */
const longestMs = 10 * 60_000;
const afterJumpMs = 2 * 60_000;

export class Simulation {
  readonly time: TestTime = testTime();
  readonly server: ServerLife;
  /** The server as it shows itself to each device. */
  readonly faces: Faces;
  readonly hearsay: Hearsay = { chronicle: new Chronicle(), pulls: [], sessions: [] };
  /** How many devices may still be silent because they were told to. */
  silent = 0;
  readonly accounts: Account[] = [];
  readonly story: string[] = [];
  readonly wire: Exchange[] = [];
  /** What must be nowhere but in the memory of a device, in every form: all that is typed, and the Secret Keys. */
  readonly secrets: Buffer[] = [...formsOf(marker)];
  /** A file that somebody has exported and not restored from yet. */
  readonly exports = new Map<Account, Uint8Array>();
  readonly coverage = new Coverage();
  readonly #seed: bigint;
  readonly #dice: Dice;
  /** Whether there is something in it that only a later version can show. */
  readonly hasLater: boolean;
  /** Whether devices sign out in it. */
  readonly mayLeave: boolean;
  /** Which face of a server that has two is left in the end. */
  readonly keepsSecond: boolean;
  readonly #nicknames = new Map<string, string>();
  #typed = 0;
  #born = 0;

  readonly #fault: Fault;

  /** `fault`: planted into the product. */
  constructor(seed: bigint, fault: Fault = {}) {
    this.#seed = seed;
    this.#fault = fault;
    this.#dice = new Dice(seed).split("world");
    this.hasLater = this.#dice.once(4);
    this.mayLeave = this.#dice.once(2);
    this.keepsSecond = this.#dice.once(2);
    const crashed = (): void => {
      for (const member of this.members) member.cutLine(true);
      this.tell("the server dies");
      this.coverage.saw("happened", "a server died");
      this.time.timers.after(this.#dice.below(60_000), () => this.startServer());
    };
    this.server = new ServerLife({ time: this.time, seed: String(seed), fault, crashed });
    this.faces = new Faces(this.server);
  }

  /** A machine that can be a second face; nobody lets it die. */
  anotherServer(): ServerLife {
    return new ServerLife({ time: this.time, seed: `${this.#seed}/face ${this.faces.all.length}`, fault: this.#fault, crashed: () => {} });
  }

  #lied(who: string, lie: string, outcome: string): void {
    this.tell(`${who} is told that ${lie}: ${outcome}`);
    this.coverage.lied(lie, outcome);
  }

  startServer(): void {
    if (this.server.up) return;
    this.server.start();
    this.tell("the server is there again");
  }

  get members(): readonly Member[] {
    return this.accounts.flatMap(({ members }) => members);
  }

  /** Everybody signs up or in, on a good day. */
  async begin(): Promise<void> {
    const { devices } = castOf(this.#seed);
    for (const [at, count] of devices.entries()) {
      const account: Account = {
        name: `person${at}@example.com` as AccountName,
        password: `${marker} ${this.#dice.next().toString(16)}`,
        ledger: new Ledger(),
        members: [],
      };
      this.accounts.push(account);
      const first = this.newMember(account);
      account.members.push(first);
      await this.during(first, () => first.signUp());
      const key = await first.home.secretKeys.load();
      if (key !== null) this.secrets.push(...formsOf(key));
      for (let more = 1; more < count; more++) {
        const member = this.newMember(account);
        const code = await first.client?.setupCode();
        await this.during(member, () => member.signIn(code ?? ""));
        account.members.push(member);
      }
    }
    this.server.backUp();
    this.tell(`${devices.length} accounts, with ${devices.join(" and ")} devices`);
  }

  /** A device that is none yet. */
  newMember(account: Account): Member {
    const at = this.#born++;
    const free = names.filter((name) => account.members.every((member) => member.name !== name));
    const name = free[0] ?? `device ${at}`;
    return new Member({
      name,
      account,
      time: this.time,
      faces: this.faces,
      dice: this.#dice.split(`${account.name}/${name}/${at}`),
      seed: `${this.#seed}/${at}`,
      fault: this.#fault,
      wire: this.wire,
      died: (death) => this.coverage.saw("happened", `a device died ${death}`),
      noted: (path, fault) => {
        if (fault !== null) this.coverage.saw(stateOf(path), fault);
      },
      hearsay: this.hearsay,
      lied: {
        came: (lie, outcome) => this.#lied(`${account.name.split("@")[0]}'s ${name}`, lie, outcome),
        held: (ms) => {
          this.silent++;
          this.time.timers.after(ms, () => void this.silent--);
        },
      },
    });
  }

  /** What a member does, with time going on until it is done; null where its process died of it. */
  async during<T>(member: Member, work: () => Promise<T>): Promise<T | null> {
    let over = false;
    let failed: { readonly failure: unknown } | null = null;
    let value: T | null = null;
    const start = this.time.clock.now();
    void work()
      .then((done) => {
        value = done;
      })
      .catch((failure: unknown) => {
        failed = { failure };
      })
      .finally(() => {
        over = true;
      });
    let passed = 0;
    for (await this.time.advance(0); !over; await this.time.advance(100)) {
      if (member.life.death !== null) return null;
      passed += 100;
      if (passed > patienceMs) throw new Broken(`${member.name} waits for ever, from ${start}`);
    }
    if (failed !== null) throw (failed as { readonly failure: unknown }).failure;
    return value;
  }

  async wait(ms: number): Promise<void> {
    if (ms <= longestMs) {
      await this.time.advance(ms);
      return;
    }
    this.time.setClock(this.time.clock.now() + ms);
    await this.time.advance(afterJumpMs);
  }

  /** A text that nobody has typed before, with the marker. */
  text(account: Account): string {
    return account.ledger.typed(`${marker} ${this.#typed++}`);
  }

  /** What an item is called in the story. */
  nickname(id: string): string {
    const name = this.#nicknames.get(id) ?? `item ${this.#nicknames.size}`;
    this.#nicknames.set(id, name);
    return name;
  }

  tell(line: string): void {
    const seconds = (this.time.clock.now() - testStart) / 1_000;
    this.story.push(`${seconds.toFixed(1)} s: ${line}`);
  }
}
