// The activity log of one device: gathers what a run brings and sends, writes its lines sealed, and reads them back with the names of now.
// A failure that goes on is told once, not at every try.

import { toHex } from "@holdfast/protocol";
import { type ActivityFacts, activityFacts, type Names } from "./activity-facts.ts";
import { type ActivityEvent, type ActivityLine, decodeLine, encodeLine, plainLine, receivedLines, sentLine } from "./activity-line.ts";
import { activityText } from "./activity-text.ts";
import type { ItemChange } from "./item-changes.ts";
import type { LineSeal } from "./keys/log-line.ts";
import type { Store, StoredItem } from "./store/store.ts";
import type { RunReport } from "./sync/run-report.ts";

/** A line as a person reads it. */
export interface Activity {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: string;
  readonly text: string;
  /** The name of the device that made the change. */
  readonly device?: string;
  /** The same without words, for whoever says it in another language. */
  readonly facts: ActivityFacts;
}

export interface ActivityLogOptions {
  readonly store: Store;
  readonly seal: LineSeal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How far back a failure is looked for that has been told already, in lines and milliseconds. */
const lookedAt = 20;
const oldNewsMs = 24 * 3_600_000;

export class ActivityLog {
  readonly #options: ActivityLogOptions;
  #received: ItemChange[] = [];
  #sent: string[] = [];

  constructor(options: ActivityLogOptions) {
    this.#options = options;
  }

  received(changes: readonly ItemChange[]): void {
    this.#received.push(...changes);
  }

  sent(items: readonly StoredItem[]): void {
    for (const { id } of items) this.#sent.push(toHex(id));
  }

  /** A run, or a poke, is over: its lines are written. `restored`: items of a first restore that became whole with it, else null. */
  async ended({ end }: Pick<RunReport, "end">, restored: number | null): Promise<void> {
    const at = this.#options.now();
    const received = this.#received.splice(0);
    const sent = this.#sent.splice(0);
    const lines = restored === null ? [...receivedLines(at, received)] : [plainLine(at, "restored", { count: restored })];
    if (sent.length > 0) lines.push(sentLine(at, sent));
    await this.#write(lines);
    const failure = failureLine(at, end);
    if (failure !== null) await this.noteOnce(failure);
  }

  note(event: ActivityEvent): Promise<void> {
    return this.#write([plainLine(this.#options.now(), event)]);
  }

  /** Writes the line unless it is what was told last of its kind, within a day, with nothing moved since. */
  async noteOnce(line: ActivityLine): Promise<void> {
    for (const told of await this.#lines(lookedAt)) {
      if (line.at - told.at > oldNewsMs) break;
      if (told.event === line.event && told.reason === line.reason) return;
      // Between two failures of the network the server was reached: that is news again.
      if (line.event === "failed" && (told.event === "received" || told.event === "sent")) break;
    }
    await this.#write([line]);
  }

  /** The newest `count` lines, newest first. One that does not open is left out. */
  async read(count: number, names: Names): Promise<readonly Activity[]> {
    return (await this.#lines(count)).map((line): Activity => {
      const facts = activityFacts(line, names);
      const { event, device } = facts;
      return { at: line.at, event, text: activityText(facts), ...(device === null ? {} : { device }), facts };
    });
  }

  async #lines(count: number): Promise<readonly ActivityLine[]> {
    const { store, seal } = this.#options;
    const opened = await seal.open(await store.log(count));
    return opened.flatMap((content) => (content === null ? [] : (decodeLine(content) ?? [])));
  }

  async #write(lines: readonly ActivityLine[]): Promise<void> {
    if (lines.length === 0) return;
    const { store, seal } = this.#options;
    await store.write({ expect: null, light: true, log: await seal.seal(lines.map(encodeLine)) }); // P20: told when what they tell of was written
  }
}

/** Why a run did not come to its end; null where it did, or where nobody need hear of it. */
function failureLine(at: number, end: RunReport["end"]): ActivityLine | null {
  switch (end.type) {
    case "unreachable":
      return plainLine(at, "failed", { reason: end.why });
    case "refused":
      return plainLine(at, "failed", { reason: end.refusal.kind });
    case "attention":
      return plainLine(at, "attention", { reason: end.reason });
    case "sign-in-needed":
      return plainLine(at, "sign-in-needed");
    default:
      return null;
  }
}
