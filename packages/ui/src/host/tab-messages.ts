// What tabs of one device say to each other, and the calls of one tab that the holder has not answered yet. Tabs of one build speak freely: what
// they say bears the name of the build, and those of others leave it alone. Three words are understood by every build, and never change.

import type { Device, DeviceEvent } from "../device/port.ts";

export type Calls = Exclude<keyof Device, "listen" | "takeOver">;

export interface Call {
  readonly name: Calls;
  readonly given: readonly unknown[];
}

/** Between tabs of one build. */
export type TabMessage =
  /** A tab that wants to be told. */
  | { readonly type: "hello"; readonly from: string }
  | ({ readonly type: "call"; readonly from: string; readonly number: number } & Call)
  | { readonly type: "answer"; readonly to: string; readonly number: number; readonly done: true; readonly value: unknown }
  | { readonly type: "answer"; readonly to: string; readonly number: number; readonly done: false }
  /** `to`: null for all tabs. */
  | { readonly type: "event"; readonly to: string | null; readonly event: DeviceEvent };

/** Between all tabs: who holds the device, if anybody does? `holder` is said unasked by a tab that begins to. */
export interface CommonMessage {
  readonly type: "ping" | "pong" | "holder";
  /** Of whoever says it; left out by the first builds, which spoke as if there were no others. */
  readonly build?: string;
}

/** What goes over the channel. */
export type ChannelMessage = CommonMessage | { readonly of: string; readonly message: TabMessage };

/** What a tab of this build makes of something it heard; null for what is none of its business. */
export function heardBy(build: string, heard: unknown): CommonMessage | TabMessage | null {
  if (typeof heard !== "object" || heard === null) return null;
  // Of this very build: the shape is the one above.
  if ("of" in heard) return heard.of === build ? (heard as Extract<ChannelMessage, { readonly of: string }>).message : null;
  if (!("type" in heard) || (heard.type !== "ping" && heard.type !== "pong" && heard.type !== "holder")) return null;
  return { type: heard.type, ...("build" in heard && typeof heard.build === "string" ? { build: heard.build } : {}) };
}

/** Calls that carry what a person typed: they wait for the vault to open rather than fail. */
const work: ReadonlySet<Calls> = new Set(["save", "keepDraft"]);

export const isForTheOpenVault = ({ name }: Call): boolean => work.has(name);

interface Unanswered extends Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: Error) => void;
}

export class Waiting {
  readonly #calls = new Map<number, Unanswered>();
  #last = 0;

  get empty(): boolean {
    return this.#calls.size === 0;
  }

  /** Its number. */
  add(call: Unanswered): number {
    this.#calls.set(++this.#last, call);
    return this.#last;
  }

  all(): readonly (Call & { readonly number: number })[] {
    return [...this.#calls].map(([number, { name, given }]) => ({ number, name, given }));
  }

  settle(answer: Extract<TabMessage, { readonly type: "answer" }>): void {
    const call = this.#calls.get(answer.number);
    this.#calls.delete(answer.number);
    if (answer.done) call?.resolve(answer.value);
    else call?.reject(new Error("the device could not do it"));
  }

  /** Those of them, which are not waited for here any more. */
  take(which: (call: Call) => boolean): readonly Unanswered[] {
    const taken = [...this.#calls].filter(([, call]) => which(call));
    for (const [number] of taken) this.#calls.delete(number);
    return taken.map(([, call]) => call);
  }
}
