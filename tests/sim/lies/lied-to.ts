// One device as somebody who is lied to: what is planned for it, what each of its processes makes of what it hears, and what it has been made
// believe that only honesty will bring to light.

import type { Home } from "@holdfast/core";
import type { Exchange } from "@holdfast/core/testing/app-transport";
import type { Store } from "@holdfast/core/testing/inside";
import { type Bytes, equalBytes, type HeadRef, toHex } from "@holdfast/protocol";
import type { MemoryVault } from "@holdfast/server/testing/memory";
import type { Chronicle } from "../chronicle.ts";
import type { Dice } from "../dice.ts";
import { lies, lyingTransport, Plans, type Subject } from "./liar.ts";
import type { Known, Outcome, Said } from "./lie.ts";
import { instead, type LineLie } from "./on-the-line.ts";
import { Witness } from "./witness.ts";

/** What has been written and said in this world, to whomever. */
export interface Hearsay {
  readonly chronicle: Chronicle;
  readonly pulls: Said[];
  readonly sessions: Said[];
}

/** So many answers are kept to be given again. */
const mostSaid = 60;

export interface LiedToOptions {
  readonly account: string;
  /** No other device has the same. */
  readonly device: string;
  readonly dice: Dice;
  readonly hearsay: Hearsay;
  readonly wire: Exchange[];
  /** The vault as this device is shown it, by its id in hex. */
  readonly vaultOf: (hex: string) => MemoryVault | null;
  readonly purged: () => ReadonlySet<string>;
  readonly mayBeAlarmed: () => boolean;
  /** A lie was told, and what came of it. */
  readonly came: (lie: string, outcome: Outcome | "nothing was said of it") => void;
  readonly forgot: () => void;
  readonly held: (ms: number) => void;
}

const falselyAcknowledged = "it is acknowledged and not stored";

export class LiedTo {
  readonly #options: LiedToOptions;
  readonly plans = new Plans();
  /** What the next poke is instead. */
  lineLie: LineLie | null = null;
  /** What came of a lie that must not; null where there is nothing. */
  wrong: string | null = null;
  /** Whether it was lied to since somebody looked. */
  met = false;
  /** A head that it takes for stored, and that no server has. */
  #deceived: HeadRef | null = null;

  constructor(options: LiedToOptions) {
    this.#options = options;
  }

  /** Plans one of the lies about this, once or more often; what is told of it. */
  planAny(subject: Subject, dice: Dice): string {
    const lie = dice.any(Object.keys(lies[subject])) ?? "";
    const times = 1 + dice.below(3);
    this.plans.plan(subject, lie, times);
    return `${lie}${times === 1 ? "" : `, ${times} times`}`;
  }

  /** From now on it hears what the server says. */
  beHonest(): void {
    this.plans.clear();
    this.lineLie = null;
  }

  /** A process's home, with whoever lies in the server's place. */
  within(home: Home): Home {
    const { dice } = this.#options;
    const witness = new Witness({
      came: (lie, outcome) => this.#came(lie, outcome),
      wrong: (what) => {
        this.wrong ??= what;
      },
      deceived: (head) => {
        this.#deceived = head;
        this.#options.forgot();
      },
      held: this.#options.held,
      mayBeAlarmed: this.#options.mayBeAlarmed,
      honestRun: (outcome) => this.#honestRun(home.store, outcome),
    });
    const options = {
      plans: this.plans,
      witness,
      dice,
      known: (path: string) => this.#known(path),
      heard: (subject: Subject, body: Bytes) => this.#heard(subject, body),
      swallowed: (exchange: Exchange) => void this.#options.wire.push(exchange),
    };
    return {
      ...home,
      store: witness.store(home.store),
      runLock: witness.lock(home.runLock),
      connect: (origin) => lyingTransport(home.connect(origin), options),
    };
  }

  /** A message of the live line, or what comes instead. */
  hears(bytes: Bytes, pass: (bytes: Bytes) => void): void {
    const lied = this.lineLie === null ? null : instead(bytes, this.lineLie, this.#options.dice);
    if (lied === null || this.lineLie === null) {
      pass(bytes);
      return;
    }
    this.#options.came(`poked with ${this.lineLie}`, "nothing was said of it");
    this.lineLie = null;
    this.met = true;
    for (const one of lied) pass(one);
  }

  #came(lie: string, outcome: Outcome | null): void {
    this.met = true;
    this.#options.came(lie, outcome ?? "nothing was said of it");
  }

  #heard(subject: Subject, body: Bytes): void {
    const { account, device, hearsay } = this.#options;
    const kept = subject === "pull" ? hearsay.pulls : subject === "session" ? hearsay.sessions : null;
    kept?.push({ account, device, body });
    if (kept !== null && kept.length > mostSaid) kept.shift();
  }

  #known(path: string): Known {
    const { account, device, hearsay, vaultOf, purged } = this.#options;
    return { account, device, ...hearsay, purged: purged(), vault: vaultOf(/\/vault\/([0-9a-f]+)\//.exec(path)?.[1] ?? "") };
  }

  /** S8: an acknowledgement that was none is found at the next honest word, or nothing is left of it. */
  async #honestRun(store: Store, outcome: Outcome): Promise<void> {
    const deceived = this.#deceived;
    if (deceived === null || outcome === "unreachable" || outcome === "not-holdfast") return;
    const { replica } = await store.read();
    const held = replica === null ? null : this.#options.vaultOf(toHex(replica.vault));
    const stored = held?.heads.some(({ hash }) => equalBytes(hash, deceived.hash)) ?? false;
    const standsOnIt = replica !== null && this.#options.hearsay.chronicle.standsOn(replica.head, deceived);
    // Its process died before it heard, its power was cut, or it has sent the same once more.
    if (stored || !standsOnIt) {
      this.#deceived = null;
      return;
    }
    if (outcome === "server-behind" || outcome === "history-differs") {
      this.#deceived = null;
      this.#options.came(`${falselyAcknowledged}, and then the truth`, outcome);
    }
    if (outcome === "taken" || outcome === "acknowledged") {
      this.wrong ??= `stands on ${deceived.seq}, which was acknowledged and never stored, has heard the truth, and says nothing`;
    }
  }
}
