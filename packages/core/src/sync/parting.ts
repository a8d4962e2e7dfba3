// Where the server's history and ours part: the newest head that both have, and what the server has since. Asked for with heads of our
// own, further and further back, in a number of requests that grows with the logarithm of what is lost. // H2

import {
  type Bytes,
  encode,
  equalBytes,
  err,
  genesis,
  type Hash,
  type HeadRef,
  limits,
  ok,
  pullFrame,
  pullRequest,
  type Result,
  readFrames,
  readSealedHeader,
  routes,
} from "@holdfast/protocol";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { Store } from "../store/store.ts";
import { ownHead } from "./own-heads.ts";
import { alarm } from "./reasons.ts";
import type { ReceiveFailure } from "./receive.ts";
import { open } from "./request.ts";
import { Cut, type Transport } from "./transport.ts";
import { verifyChain } from "./verify.ts";

export interface Parting {
  /** The newest head that both have; genesis where there is none. */
  readonly shared: HeadRef;
  /** Its epoch; 0 for genesis. */
  readonly epoch: number;
  /** Seq of the first of `sealed`: the server's heads above the shared one. */
  readonly first: number;
  readonly sealed: readonly Bytes[];
  /** Heads of lost branches that came with them. */
  readonly branch: readonly Bytes[];
}

export interface PartingOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  readonly transport: Transport;
  readonly token: string;
}

interface Known {
  readonly ref: HeadRef;
  readonly epoch: number;
}

const nothing: Known = { ref: genesis, epoch: 0 };

/** `own`: our newest head, which the server does not have; `server`: the newest head it has told instead. */
export async function findParting(options: PartingOptions, own: HeadRef, server: HeadRef): Promise<Result<Parting, ReceiveFailure>> {
  const { store, seal } = options;
  const known = async (seq: number): Promise<Known> => {
    const held = await ownHead(store, seal.hashMany, seq);
    return held === null ? nothing : { ref: held.ref, epoch: readSealedHeader(held.sealed) ?? 0 };
  };
  const told = await known(server.seq < own.seq ? server.seq : 0);
  if (equalBytes(told.ref.hash, server.hash)) return ok(partingAt(told, [], []));
  let back = 1;
  for (let seq = Math.min(own.seq - 1, server.seq); ; seq -= back, back *= 2) {
    const from = await known(seq);
    const asked = await headsAfter(options, from);
    if (asked.ok) return ok(await closer(options, asked.value));
    if (asked.error.type !== "differs") return err(asked.error);
    // A server that has another beginning than the empty one says nothing that can be true.
    if (from === nothing) return err(alarm("history-differs"));
  }
}

const partingAt = ({ ref, epoch }: Known, sealed: readonly Bytes[], branch: readonly Bytes[]): Parting => ({
  shared: ref,
  epoch,
  first: ref.seq + 1,
  sealed,
  branch,
});

/** The same parting at the newest head that both have: some after the one that was asked with may be the same. */
async function closer({ store, seal }: PartingOptions, parting: Parting): Promise<Parting> {
  const hashes = await seal.hashMany(parting.sealed);
  let { shared, epoch } = parting;
  let same = 0;
  for (; same < hashes.length; same++) {
    const ours = await ownHead(store, seal.hashMany, parting.first + same);
    if (ours === null || !equalBytes(ours.ref.hash, hashes[same] as Hash)) break;
    shared = ours.ref;
    epoch = readSealedHeader(ours.sealed) ?? epoch;
  }
  return partingAt({ ref: shared, epoch }, parting.sealed.slice(same), parting.branch);
}

/** The server's heads after one that it may have, verified as a chain from there. */
async function headsAfter(
  { seal, transport, token }: PartingOptions,
  from: Known,
): Promise<Result<Parting, ReceiveFailure | { readonly type: "differs" }>> {
  const body = encode(pullRequest, { after: from.ref, whole: false, headsOnly: true });
  const answer = await open(transport, { method: "POST", path: routes.pull(seal.vault), token, body });
  if (!answer.ok) {
    const differs = answer.error.type === "refused" && answer.error.refusal.kind === "history-differs";
    return err(differs ? { type: "differs" } : answer.error);
  }
  const read = await readHeads(answer.value.body);
  if (!read.ok) return read;
  const { to, first, sealed, branch } = read.value;
  const start = { head: from.ref, epoch: from.epoch };
  const chain = await verifyChain(seal, start, { first: sealed.length === 0 ? to.seq + 1 : first, sealed, whole: false }, to);
  return chain.type === "chain" ? ok(partingAt(from, sealed, branch)) : err(chain);
}

interface HeadsRead {
  readonly to: HeadRef;
  readonly first: number;
  readonly sealed: readonly Bytes[];
  readonly branch: readonly Bytes[];
}

/** Reads a stream of heads alone: begin, heads, branch, end. */
async function readHeads(body: AsyncIterable<Bytes>): Promise<Result<HeadsRead, ReceiveFailure>> {
  const broken = err({ type: "not-holdfast" } as const);
  const frames = readFrames(pullFrame, body);
  const sealed: Bytes[] = [];
  const branch: Bytes[] = [];
  let to: HeadRef | null = null;
  let first = 0;
  let bytes = 0;
  try {
    for (;;) {
      const next = await frames.next();
      if (next.done) return next.value.type === "malformed" ? broken : err({ type: "unreachable", why: "other" });
      const frame = next.value;
      if ((frame.kind === "begin") !== (to === null)) return broken;
      if (frame.kind === "begin") to = frame.to;
      else if (frame.kind === "end") return to === null ? broken : ok({ to, first, sealed, branch });
      else if ((frame.kind === "heads" || frame.kind === "branch") && frame.heads.length > 0) {
        if (frame.kind === "heads" && sealed.length === 0) first = frame.first;
        (frame.kind === "heads" ? sealed : branch).push(...frame.heads);
        bytes += frame.heads.reduce((sum, { length }) => sum + length, 0);
        if (bytes > limits.accountBytes) return broken;
      } else return broken;
    }
  } catch (error) {
    if (error instanceof Cut) return err({ type: "unreachable", why: "other" });
    throw error;
  } finally {
    await frames.return({ type: "cut" });
  }
}
