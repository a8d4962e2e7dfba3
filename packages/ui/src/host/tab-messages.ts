// What tabs of one device say to each other, and the calls of one tab that the holder has not answered yet.

import type { Device, DeviceEvent } from "../device/port.ts";

export type Calls = Exclude<keyof Device, "listen">;

export interface Call {
  readonly name: Calls;
  readonly given: readonly unknown[];
}

export type TabMessage =
  /** A tab that wants to be told. */
  | { readonly type: "hello"; readonly from: string }
  /** The tab that says so holds the device now. */
  | { readonly type: "holder" }
  | ({ readonly type: "call"; readonly from: string; readonly number: number } & Call)
  | { readonly type: "answer"; readonly to: string; readonly number: number; readonly done: true; readonly value: unknown }
  | { readonly type: "answer"; readonly to: string; readonly number: number; readonly done: false }
  /** `to`: null for all tabs. */
  | { readonly type: "event"; readonly to: string | null; readonly event: DeviceEvent }
  | { readonly type: "ping" }
  | { readonly type: "pong" };

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
