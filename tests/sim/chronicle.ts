// Every commit that a device has ever written, from what it sent: what each head stands for, item by item. It is the truth that no server can
// change, whatever it says: a device that holds anything else than what its head stands for has believed a lie. // S11, S27

import { createHash } from "node:crypto";
import { type Bytes, commit, decode, genesis, type HeadRef, type Pair, toHex } from "@holdfast/protocol";

interface Written {
  readonly seq: number;
  readonly prev: string;
  /** SHA-256 of each item's revision, in hex, by its id in hex. */
  readonly changes: ReadonlyMap<string, string>;
}

const sha256 = (bytes: Bytes): string => createHash("sha256").update(bytes).digest("hex");
const empty: ReadonlyMap<string, string> = new Map();
/** So many states are kept at hand; others are made again. */
const mostStates = 40;

export class Chronicle {
  readonly #commits = new Map<string, Written>();
  readonly #states = new Map<string, ReadonlyMap<string, string>>();

  /** A device sends this as a push: the head that it is to become, or null where it is no commit on one that is known. */
  wrote(request: Bytes): HeadRef | null {
    const sent = decode(commit, request);
    if (!sent.ok) return null;
    const { prev, head, changes } = sent.value;
    const before = toHex(prev);
    const seq = this.#seqOf(before);
    if (seq === null) return null;
    const id = sha256(head);
    if (!this.#commits.has(id)) {
      const pairs = changes.map(({ item, revision }) => [toHex(item), sha256(revision)] as const);
      this.#commits.set(id, { seq: seq + 1, prev: before, changes: new Map(pairs) });
    }
    return { seq: seq + 1, hash: Uint8Array.from(Buffer.from(id, "hex")) as HeadRef["hash"] };
  }

  #seqOf(hash: string): number | null {
    return hash === toHex(genesis.hash) ? 0 : (this.#commits.get(hash)?.seq ?? null);
  }

  /** The whole vault as of this head; null where no device has written it. */
  at({ seq, hash }: HeadRef): ReadonlyMap<string, string> | null {
    const id = toHex(hash);
    return this.#seqOf(id) === seq ? this.#stateAt(id) : null;
  }

  #stateAt(id: string): ReadonlyMap<string, string> {
    const steps: Written[] = [];
    let from = id;
    for (let step = this.#commits.get(from); step !== undefined && !this.#states.has(from); step = this.#commits.get(from)) {
      steps.push(step);
      from = step.prev;
    }
    const kept = this.#states.get(from) ?? empty;
    if (steps.length === 0) return kept;
    const state = new Map(kept);
    for (const { changes } of steps.reverse()) for (const [item, hash] of changes) state.set(item, hash);
    this.#states.set(id, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > mostStates && oldest !== undefined) this.#states.delete(oldest);
    return state;
  }

  /** Whether a head stands on another, or is it. */
  standsOn(head: HeadRef, other: HeadRef): boolean {
    let id = toHex(head.hash);
    const wanted = toHex(other.hash);
    for (let step = this.#commits.get(id); step !== undefined && id !== wanted && step.seq > other.seq; step = this.#commits.get(id))
      id = step.prev;
    return id === wanted;
  }

  /** What a device holds otherwise than its head says, as a sentence; null where it holds exactly that. */
  differs(head: HeadRef, held: readonly Pair[]): string | null {
    const state = this.at(head);
    if (state === null) return `stands on ${head.seq}, a head that no device ever wrote`;
    const wrong = held.find(({ item, hash }) => state.get(toHex(item)) !== toHex(hash));
    if (wrong !== undefined) return `stands on ${head.seq} and holds of item ${toHex(wrong.item).slice(0, 4)} what no device wrote there`;
    return held.length === state.size ? null : `stands on ${head.seq} and holds ${held.length} items, and ${state.size} were written`;
  }
}
