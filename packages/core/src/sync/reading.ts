// One pull in progress: what has come so far, what may come next, and at its end whether all of it is what this account's devices wrote.
// It holds what came and applies nothing. A pull that was cut goes on with the reading that it left. // S10, S11, S38

import {
  type Bytes,
  type Change,
  equalBytes,
  err,
  type Hash,
  type HeadRef,
  limits,
  ok,
  type Pair,
  type Position,
  type PullFrame,
  type Result,
  toHex,
} from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { Opened } from "../seal/vault-seal.ts";
import { type AlarmReason, alarm } from "./reasons.ts";
import type { Received, ReceivedChange, ReceiveFailure, ReceiveOptions } from "./receive.ts";
import type { DamagedItem } from "./repair.ts";
import { ascend, checkEnd, verifyChain, verifyDigest } from "./verify.ts";

export type Stop = Result<Received, ReceiveFailure>;

const isEmpty = (frame: PullFrame): boolean =>
  ((frame.kind === "heads" || frame.kind === "branch") && frame.heads.length === 0) ||
  (frame.kind === "pairs" && frame.pairs.length === 0) ||
  (frame.kind === "changes" && frame.changes.length === 0);

export class Reading {
  readonly #options: ReceiveOptions;
  #to: HeadRef | null = null;
  #total = 0;
  #stage: "begin" | "heads" | "pairs" | "changes" = "begin";
  #firstHead = 0;
  #heads: Bytes[] = [];
  #branch: Bytes[] = [];
  #pairs: Pair[] = [];
  readonly #expected = new Map<string, Hash>();
  readonly #came = new Set<string>();
  /** Revisions that are not what the list says, by hex of their item. // S39 */
  readonly #wrong = new Map<string, Bytes>();
  #bytes = 0;
  #changes: ReceivedChange[] = [];
  #position: Position | null = null;

  constructor(options: ReceiveOptions) {
    this.#options = options;
  }

  /** Bytes of sealed pieces held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Changes that have come. */
  get count(): number {
    return this.#changes.length + this.#wrong.size;
  }

  /** Where a stream that was cut goes on; null where nothing has come that is worth it. */
  get position(): Position | null {
    return this.#position;
  }

  /** Whether it began where `start` is, and asked for the same. */
  fits({ start, whole, pairsOnly }: ReceiveOptions): boolean {
    const mine = this.#options.start;
    const same = mine === null || start === null ? mine === start : equalBytes(mine.head.hash, start.head.hash);
    return same && mine?.epoch === start?.epoch && this.#options.whole === whole && this.#options.pairsOnly === pairsOnly;
  }

  /** The stream was cut: the next frame is the `begin` of another one. */
  cut(): void {
    this.#stage = "begin";
  }

  /** Another pull than the one that was cut: nothing of it counts. */
  #forget(): void {
    this.#heads = [];
    this.#branch = [];
    this.#pairs = [];
    this.#expected.clear();
    this.#came.clear();
    this.#wrong.clear();
    this.#bytes = 0;
    this.#changes = [];
    this.#position = null;
  }

  /** Takes one frame; an answer other than null ends the pull. A frame out of its order is no answer of ours. */
  async take(frame: PullFrame): Promise<Stop | null> {
    const outOfOrder = err({ type: "not-holdfast" } as const);
    // A frame that brings nothing would let a stream go on for ever.
    if (isEmpty(frame)) return outOfOrder;
    if ((frame.kind === "begin") !== (this.#stage === "begin")) return outOfOrder;
    switch (frame.kind) {
      case "begin":
        return this.#begin(frame.to, frame.changes);
      case "heads":
        return this.#stage === "heads" ? this.#takeHeads(frame.first, frame.heads) : outOfOrder;
      case "branch":
        return this.#stage === "heads" ? this.#takeBranch(frame.heads) : outOfOrder;
      case "pairs":
        if (!this.#options.whole || this.#stage === "changes") return outOfOrder;
        this.#stage = "pairs";
        this.#pairs.push(...frame.pairs);
        return this.#pairs.length > limits.vaultItems ? outOfOrder : null;
      case "changes":
        return this.#options.pairsOnly === true ? outOfOrder : this.#takeChanges(frame.changes, frame.seq);
      case "end":
        return this.#end(frame.to);
    }
  }

  #begin(to: HeadRef, left: number): Stop | null {
    const goesOn = this.#position !== null && this.#to !== null && to.seq === this.#to.seq && equalBytes(to.hash, this.#to.hash);
    // S38: as of the same end; heads and pairs are there already and do not come again.
    if (!goesOn) this.#forget();
    this.#to = to;
    this.#total = this.count + left;
    this.#stage = goesOn ? "changes" : "heads";
    this.#options.progress(this.count, this.#total);
    const found = checkEnd(this.#options.start, to);
    return found === null ? null : err(found);
  }

  #takeHeads(first: number, heads: readonly Bytes[]): Stop | null {
    if (this.#heads.length === 0) this.#firstHead = first;
    else if (first !== this.#firstHead + this.#heads.length) return err(alarm("heads-missing"));
    this.#heads.push(...heads);
    for (const head of heads) this.#bytes += head.length;
    return this.#bytes > limits.accountBytes ? err({ type: "not-holdfast" }) : null;
  }

  #takeBranch(heads: readonly Bytes[]): Stop | null {
    this.#branch.push(...heads);
    for (const head of heads) this.#bytes += head.length;
    return this.#bytes > limits.accountBytes ? err({ type: "not-holdfast" }) : null;
  }

  async #takeChanges(changes: readonly Change[], seq: number): Promise<Stop | null> {
    if (this.#stage !== "changes") {
      this.#stage = "changes";
      if (!ascend(this.#pairs)) return err(alarm("item-repeated"));
      for (const { item, hash } of this.#pairs) this.#expected.set(toHex(item), hash);
    }
    const hashes = await this.#options.seal.hashMany(changes.map(({ revision }) => revision));
    const right: (Change & { readonly hash: Hash })[] = [];
    for (const [i, change] of changes.entries()) {
      const hash = hashes[i] as Hash;
      const found = this.#judge(change, hash);
      if (found === "right") right.push({ ...change, hash });
      else if (found !== "wrong") return err(alarm(found));
      this.#bytes += change.revision.length;
    }
    const opened = await this.#options.seal.open(right);
    for (const [i, change] of right.entries()) this.#changes.push({ ...change, opened: opened[i] as Opened });
    if (this.count > this.#total || this.#bytes > limits.accountBytes) return err({ type: "not-holdfast" });
    const last = changes.at(-1);
    if (last !== undefined) this.#position = { to: this.#to as HeadRef, seq, item: last.item };
    this.#options.progress(this.count, this.#total);
    return null;
  }

  /** In a whole pull each revision is compared with the list as it comes; else all of them together with the root, at the end. */
  #judge({ item, revision }: Change, hash: Hash): "right" | "wrong" | AlarmReason {
    if (!this.#options.whole) return "right";
    const hex = toHex(item);
    const expected = this.#expected.get(hex);
    const listed = expected !== undefined && equalBytes(expected, hash);
    // What is in no list belongs to no item, and what is not as listed is damaged at most.
    if (!listed && (expected === undefined || this.#options.incomplete !== true)) return "revision-differs";
    // Said twice, an item could stand in for one that is left out.
    if (this.#came.has(hex)) return "item-repeated";
    this.#came.add(hex);
    if (!listed) this.#wrong.set(hex, revision);
    return listed ? "right" : "wrong";
  }

  async #end(end: HeadRef): Promise<Stop> {
    const { start, seal, store, whole, pairsOnly = false } = this.#options;
    const to = this.#to as HeadRef;
    if (end.seq !== to.seq || !equalBytes(end.hash, to.hash)) return err(alarm("end-differs"));
    // Where no change came, the list has not been looked at yet.
    if (!ascend(this.#pairs)) return err(alarm("item-repeated"));
    const first = this.#heads.length === 0 ? to.seq + 1 : this.#firstHead;
    const chain = await verifyChain(seal, start, { first, sealed: this.#heads, whole }, to);
    if (chain.type !== "chain") return err(chain);
    const received = {
      to,
      epoch: chain.epoch,
      firstHead: first,
      sealedHeads: this.#heads,
      branch: this.#branch,
      headIds: chain.ids,
      changes: this.#changes,
      whole,
    };
    const last = chain.last ?? (await this.#headHeld(to));
    if (last === null) {
      const nothing = this.#changes.length === 0 && this.#pairs.length === 0;
      return nothing ? ok({ ...received, last, digest: null }) : err(alarm("root-differs"));
    }
    const digest = await verifyDigest(seal, store, this.#pairsOf(), last, { whole });
    if ("type" in digest) return err(whole ? digest : { ...digest, came: { to, changes: this.#changes } });
    if (pairsOnly) return ok({ ...received, last, digest, pairs: this.#pairs });
    const damaged = whole ? this.#damaged() : [];
    if (damaged.length > 0 && this.#options.incomplete !== true) return err(alarm("revision-missing"));
    return ok({ ...received, last, digest, ...(damaged.length === 0 ? {} : { damaged }) });
  }

  /** What the verified list names and did not come as it names it. */
  #damaged(): readonly DamagedItem[] {
    if (this.#came.size === this.#pairs.length && this.#wrong.size === 0) return [];
    return this.#pairs.flatMap(({ item, hash }): readonly DamagedItem[] => {
      const hex = toHex(item);
      const sent = this.#wrong.get(hex) ?? null;
      return this.#came.has(hex) && sent === null ? [] : [{ item, hash, sent }];
    });
  }

  /** In a whole pull the list of pairs is what must fit the root; each change was compared with it as it came. */
  #pairsOf(): readonly Pair[] {
    return this.#options.whole ? this.#pairs : this.#changes.map(({ item, hash }) => ({ item, hash }));
  }

  /** The head we hold already, where the pull brought none newer: what came must still fit it. */
  async #headHeld(to: HeadRef): Promise<Head | null> {
    if (to.seq === 0) return null;
    const [sealed] = await this.#options.store.heads(to.seq, 1);
    const opened = sealed === undefined ? null : await this.#options.seal.openHead(to.seq, sealed);
    return opened?.type === "opened" ? opened.head : null;
  }
}
