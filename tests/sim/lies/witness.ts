// What a process makes of what it is told: it sees each run from its beginning to its end, and what the run writes. A lie must come to one of the
// things that it may come to; and where nobody lied and no server forgot, nobody is alarmed.

import type { RunLock } from "@holdfast/core";
import { alarms } from "@holdfast/core";
import type { Store, Write } from "@holdfast/core/testing/inside";
import type { HeadRef } from "@holdfast/protocol";
import type { Lied, Outcome } from "./lie.ts";

export interface WitnessOptions {
  /** A lie was told, and this came of it; null where nothing was written. */
  readonly came: (lie: string, outcome: Outcome | null) => void;
  /** Something that must not be. */
  readonly wrong: (what: string) => void;
  /** A head was acknowledged that is nowhere. */
  readonly deceived: (head: HeadRef) => void;
  readonly held: (ms: number) => void;
  /** Whether some server has lost something, so that an alarm may be a true one. */
  readonly mayBeAlarmed: () => boolean;
  /** A run has ended in which nobody lied. */
  readonly honestRun: (outcome: Outcome) => Promise<void>;
}

interface Told {
  readonly lie: string;
  readonly lied: Lied;
}

const isAlarm = (outcome: string): boolean => Object.hasOwn(alarms, outcome);
const lost = "revision-lost";

export class Witness {
  readonly #options: WitnessOptions;
  #told: Told | null = null;
  #lies = 0;
  #outcome: Outcome | null = null;
  /** Whether a run is under way. */
  watching = false;
  /** Whether the list of all is kept back in this run. */
  hiding = false;

  constructor(options: WitnessOptions) {
    this.#options = options;
  }

  lied(lie: string, lied: Lied): void {
    this.#settle();
    this.#told = { lie, lied };
    this.#lies++;
    this.#outcome = null;
    this.hiding = lied.hides === true;
    if (lied.forgets != null) this.#options.deceived(lied.forgets);
    if (lied.holdsMs !== undefined) this.#options.held(lied.holdsMs);
  }

  lock(lock: RunLock): RunLock {
    return {
      exclusive: (waitMs, work) =>
        lock.exclusive(waitMs, async () => {
          this.watching = true;
          this.#lies = 0;
          this.#outcome = null;
          let end: string | null = null;
          try {
            const done = await work();
            end = endOf(done);
            return done;
          } finally {
            await this.#ended(end);
          }
        }),
    };
  }

  async #ended(end: string | null): Promise<void> {
    this.watching = false;
    this.hiding = false;
    const swallowed = this.#told !== null && this.#outcome === null && (end === "attention" || end === "quiet");
    if (swallowed) this.#options.wrong(`was told that ${this.#told?.lie}, its run ended with ${end}, and nobody was told anything`);
    this.#settle();
    if (this.#lies === 0 && this.#outcome !== null) await this.#options.honestRun(this.#outcome);
  }

  #settle(): void {
    if (this.#told === null) return;
    const { lie, lied } = this.#told;
    this.#told = null;
    this.#options.came(lie, this.#outcome);
    if (this.#outcome !== null && !lied.may.includes(this.#outcome)) {
      this.#options.wrong(`was told that ${lie}, and what came of it is ${this.#outcome} instead of ${lied.may.join(", ")}`);
    }
  }

  store(store: Store): Store {
    return {
      ...store,
      write: async (change) => {
        const watched = this.watching && this.#outcome === null;
        const before = watched && change.replica?.troubles !== undefined ? ((await store.read()).replica?.troubles ?? []) : [];
        const written = await store.write(change);
        if (watched && written.type === "written") this.#saw(outcomeOf(change, before));
        return written;
      },
    };
  }

  #saw(outcome: Outcome | null): void {
    this.#outcome = outcome;
    if (outcome === null || !isAlarm(outcome) || this.#lies > 0 || this.#options.mayBeAlarmed()) return;
    this.#options.wrong(`is alarmed by ${outcome}, and nobody has lied or forgotten anything`);
  }
}

/** How a run ended; null for what is no run: the plan of a healing, or a poke. */
function endOf(done: unknown): string | null {
  const end = typeof done === "object" && done !== null && "end" in done ? done.end : null;
  return typeof end === "object" && end !== null && "type" in end ? String(end.type) : null;
}

type Troubles = NonNullable<NonNullable<Write["replica"]>["troubles"]>;

const lostIn = (troubles: Troubles): number => troubles.reduce((sum, { reason, items }) => sum + (reason === lost ? items.length : 0), 0);
const refusedIn = (troubles: Troubles): number => troubles.filter(({ kind }) => kind === "refused").length;

/** What a write of a run says of the answer before it; null where it says nothing. */
function outcomeOf({ replica, items, cutHeads }: Write, before: Troubles): Outcome | null {
  if (replica === undefined) return null;
  if (replica.head !== undefined) {
    if (cutHeads !== undefined) return "left";
    // Only a pull says anew what stands in the way.
    if (replica.troubles === undefined) return "acknowledged";
    return lostIn(replica.troubles) > lostIn(before) ? lost : "taken";
  }
  if (items !== undefined || replica.troubles === undefined) return null;
  // What was refused is only ever taken back to be sent again.
  if (refusedIn(replica.troubles) < refusedIn(before)) return null;
  // What is noted stands last.
  const noted = replica.troubles.at(-1);
  if (noted === undefined) return null;
  return noted.kind === "unreachable" && noted.reason !== "not-holdfast" ? "unreachable" : (noted.reason as Outcome);
}
