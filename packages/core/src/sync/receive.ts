// Receives one pull: reads its frames, hashes and opens each revision as it comes, and verifies all of it. What it returns is
// verified and not yet applied; anything short of that is a failure (the network) or an alarm (the answer itself). // S10, S11

import {
  type Bytes,
  type Change,
  encode,
  equalBytes,
  err,
  type Hash,
  type HeadRef,
  limits,
  ok,
  type Pair,
  type PullFrame,
  type PullRequest,
  pullFrame,
  pullRequest,
  type Result,
  readFrames,
  routes,
  toHex,
} from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { Opened, VaultSeal } from "../seal/vault-seal.ts";
import type { Store } from "../store/store.ts";
import type { DigestAfter } from "./digest.ts";
import { type Alarm, alarm } from "./reasons.ts";
import { open, type RequestFailure } from "./request.ts";
import { Cut, type Transport } from "./transport.ts";
import { ascend, type ChainStart, checkEnd, verifyChain, verifyDigest } from "./verify.ts";

export interface ReceivedChange extends Change {
  readonly hash: Hash;
  readonly opened: Opened;
}

/** A verified pull. `last` is null where nothing is newer than what we hold. */
export interface Received {
  readonly to: HeadRef;
  readonly last: Head | null;
  readonly epoch: number;
  readonly firstHead: number;
  readonly sealedHeads: readonly Bytes[];
  /** Heads of lost branches that came with them, as they came: only what the heads name of them counts. // H17 */
  readonly branch: readonly Bytes[];
  readonly headIds: readonly Hash[];
  readonly changes: readonly ReceivedChange[];
  readonly digest: DigestAfter | null;
  readonly whole: boolean;
}

export type ReceiveFailure = RequestFailure | Alarm | { readonly type: "later-epoch" };

export interface ReceiveOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  /** Our newest verified head, or the pin of a fresh device; null for none. */
  readonly start: ChainStart;
  /** Everything, with the list of pairs first: a fresh device. */
  readonly whole: boolean;
  readonly progress: (done: number, total: number) => void;
}

/** Asks the server and receives its answer. */
export async function pull(transport: Transport, token: string, options: ReceiveOptions): Promise<Result<Received, ReceiveFailure>> {
  const asked: PullRequest = { after: options.start?.head ?? null, whole: options.whole };
  const answer = await open(transport, {
    method: "POST",
    path: routes.pull(options.seal.vault),
    token,
    body: encode(pullRequest, asked),
  });
  if (!answer.ok) return err(historyAlarm(answer.error, options.start));
  return receive(answer.value.body, options);
}

/** A refusal `history-differs` says where the server's history ends: before ours (it was rolled back) or beside it. */
function historyAlarm(failure: RequestFailure, start: ChainStart): ReceiveFailure {
  if (failure.type !== "refused" || failure.refusal.kind !== "history-differs") return failure;
  const server = failure.refusal.head;
  return { ...alarm(server.seq < (start?.head.seq ?? 0) ? "server-behind" : "history-differs"), server };
}

/** Reads the frames of one pull from `body`. */
export async function receive(body: AsyncIterable<Bytes>, options: ReceiveOptions): Promise<Result<Received, ReceiveFailure>> {
  const reading = new Reading(options);
  const frames = readFrames(pullFrame, body);
  try {
    for (;;) {
      const next = await frames.next();
      if (next.done) return err(next.value.type === "malformed" ? { type: "not-holdfast" } : { type: "unreachable", why: "other" });
      const stopped = await reading.take(next.value);
      if (stopped !== null) return stopped;
    }
  } catch (error) {
    if (error instanceof Cut) return err({ type: "unreachable", why: "other" });
    throw error;
  } finally {
    await frames.return({ type: "cut" });
  }
}

/** The same for frames that came otherwise: a commit inside a poke. */
export async function receiveFrames(frames: Iterable<PullFrame>, options: ReceiveOptions): Promise<Result<Received, ReceiveFailure>> {
  const reading = new Reading(options);
  for (const frame of frames) {
    const stopped = await reading.take(frame);
    if (stopped !== null) return stopped;
  }
  return err({ type: "not-holdfast" });
}

type Stop = Result<Received, ReceiveFailure>;

const isEmpty = (frame: PullFrame): boolean =>
  ((frame.kind === "heads" || frame.kind === "branch") && frame.heads.length === 0) ||
  (frame.kind === "pairs" && frame.pairs.length === 0) ||
  (frame.kind === "changes" && frame.changes.length === 0);

/** One pull in progress: what has come so far, and what may come next. */
class Reading {
  readonly #options: ReceiveOptions;
  #to: HeadRef | null = null;
  #total = 0;
  #stage: "begin" | "heads" | "pairs" | "changes" = "begin";
  #firstHead = 0;
  readonly #heads: Bytes[] = [];
  readonly #branch: Bytes[] = [];
  readonly #pairs: Pair[] = [];
  readonly #expected = new Map<string, Hash>();
  readonly #came = new Set<string>();
  #bytes = 0;
  readonly #changes: ReceivedChange[] = [];

  constructor(options: ReceiveOptions) {
    this.#options = options;
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
        return (await this.#takeChanges(frame.changes)) ?? null;
      case "end":
        return this.#end(frame.to);
    }
  }

  #begin(to: HeadRef, total: number): Stop | null {
    this.#to = to;
    this.#total = total;
    this.#stage = "heads";
    this.#options.progress(0, total);
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

  async #takeChanges(changes: readonly Change[]): Promise<Stop | null> {
    if (this.#stage !== "changes") {
      this.#stage = "changes";
      if (!ascend(this.#pairs)) return err(alarm("item-repeated"));
      for (const { item, hash } of this.#pairs) this.#expected.set(toHex(item), hash);
    }
    const hashes = await this.#options.seal.hashMany(changes.map(({ revision }) => revision));
    for (const [i, { item }] of changes.entries()) {
      const hex = toHex(item);
      const expected = this.#expected.get(hex);
      const listed = expected !== undefined && equalBytes(expected, hashes[i] as Hash);
      if (this.#options.whole && !listed) return err(alarm("revision-differs"));
      // Said twice, an item could stand in for one that is left out.
      if (this.#options.whole && this.#came.has(hex)) return err(alarm("item-repeated"));
      this.#came.add(hex);
    }
    const opened = await this.#options.seal.open(changes);
    for (const [i, change] of changes.entries()) {
      this.#bytes += change.revision.length;
      this.#changes.push({ ...change, hash: hashes[i] as Hash, opened: opened[i] as Opened });
    }
    if (this.#changes.length > this.#total || this.#bytes > limits.accountBytes) return err({ type: "not-holdfast" });
    this.#options.progress(this.#changes.length, this.#total);
    return null;
  }

  async #end(end: HeadRef): Promise<Stop> {
    const { start, seal, store, whole } = this.#options;
    const to = this.#to as HeadRef;
    if (end.seq !== to.seq || !equalBytes(end.hash, to.hash)) return err(alarm("end-differs"));
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
    if ("type" in digest) return err(digest);
    if (whole && this.#came.size !== this.#pairs.length) return err(alarm("revision-missing"));
    return ok({ ...received, last, digest });
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
