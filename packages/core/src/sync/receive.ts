// Receives one pull: reads its frames, hashes and opens each revision as it comes, and verifies all of it. What it returns is
// verified and not yet applied; anything short of that is a failure (the network) or an alarm (the answer itself). // S10, S11

import {
  type Bytes,
  type Change,
  encode,
  err,
  type Hash,
  type HeadRef,
  type Pair,
  type Position,
  type PullFrame,
  type PullRequest,
  pullFrame,
  pullRequest,
  type Result,
  readFrames,
  routes,
} from "@holdfast/protocol";
import type { Head } from "../seal/head.ts";
import type { Opened, VaultSeal } from "../seal/vault-seal.ts";
import type { Store } from "../store/store.ts";
import type { DigestAfter } from "./digest.ts";
import { Reading, type Stop } from "./reading.ts";
import { type Alarm, alarm } from "./reasons.ts";
import type { Came, DamagedItem } from "./repair.ts";
import { open, type RequestFailure } from "./request.ts";
import { Cut, type Transport } from "./transport.ts";
import type { ChainStart } from "./verify.ts";

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
  /** The verified list, where it was asked for. */
  readonly pairs?: readonly Pair[];
  /** Items of the verified list whose right bytes did not come. // S39 */
  readonly damaged?: readonly DamagedItem[];
}

export type ReceiveFailure =
  | RequestFailure
  /** `came`: what does not fit as a whole, for `repair` to look at. */
  | (Alarm & { readonly came?: Came })
  | { readonly type: "later-epoch" };

export interface ReceiveOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  /** Our newest verified head, or the pin of a fresh device; null for none. */
  readonly start: ChainStart;
  /** Everything, with the list of pairs first: a fresh device. */
  readonly whole: boolean;
  /** With `whole`: the list alone. */
  readonly pairsOnly?: boolean;
  /** With `whole`: takes what the verified list names, and names the items whose right bytes did not come. // S39 */
  readonly incomplete?: boolean;
  readonly progress: (done: number, total: number) => void;
}

/** What is kept of a pull that was cut, for the next one that asks for the same. */
export interface KeptPull {
  reading: Reading | null;
}

/** Above this, a pull that was cut is not kept but begun anew. */
const keptBytes = 128 * 1024 * 1024;
/** How often one pull goes on at once after a cut, as long as each stream brings something. */
const mostStreams = 50;

/** Asks the server and receives its answer; a stream that is cut goes on where it was. // S38 */
export async function pull(
  transport: Transport,
  token: string,
  options: ReceiveOptions,
  kept: KeptPull = { reading: null },
): Promise<Result<Received, ReceiveFailure>> {
  let reading = kept.reading?.fits(options) ? kept.reading : new Reading(options);
  kept.reading = null;
  for (let streams = 1; ; streams++) {
    const from = reading.position;
    const answer = await ask(transport, token, options, from);
    if (!answer.ok) {
      const { error } = answer;
      const gone = from !== null && error.type === "refused" && error.refusal.kind === "history-differs";
      if (!gone) {
        if (error.type === "unreachable") keep(kept, reading);
        return err(historyAlarm(error, options.start));
      }
      // The server can't go on there: the question is asked anew, and only that answer counts.
      reading = new Reading(options);
      continue;
    }
    const before = reading.count;
    const read = await readInto(reading, answer.value.body);
    if (read !== "cut") return read;
    keep(kept, reading);
    const { replica } = await options.store.read();
    const moves = reading.position !== null && reading.count !== before && replica?.enabled === true; // S17
    if (!moves || streams === mostStreams) return err({ type: "unreachable", why: "other" });
  }
}

function ask(transport: Transport, token: string, { seal, start, whole, pairsOnly }: ReceiveOptions, from: Position | null) {
  const only = pairsOnly === true ? { pairsOnly } : {};
  const asked: PullRequest = { after: start?.head ?? null, whole, ...only, ...(from === null ? {} : { from }) };
  return open(transport, { method: "POST", path: routes.pull(seal.vault), token, body: encode(pullRequest, asked) });
}

function keep(kept: KeptPull, reading: Reading): void {
  reading.cut();
  kept.reading = reading.position !== null && reading.bytes <= keptBytes ? reading : null;
}

/** A refusal `history-differs` says where the server's history ends: before ours (it was rolled back) or beside it. */
function historyAlarm(failure: RequestFailure, start: ChainStart): ReceiveFailure {
  if (failure.type !== "refused" || failure.refusal.kind !== "history-differs") return failure;
  const server = failure.refusal.head;
  return { ...alarm(server.seq < (start?.head.seq ?? 0) ? "server-behind" : "history-differs"), server };
}

/** Reads the frames of one pull from `body`, which may not be cut. */
export async function receive(body: AsyncIterable<Bytes>, options: ReceiveOptions): Promise<Result<Received, ReceiveFailure>> {
  const read = await readInto(new Reading(options), body);
  return read === "cut" ? err({ type: "unreachable", why: "other" }) : read;
}

/** The same of a stream that is here already. */
export const receiveWhole = (stream: Bytes, options: ReceiveOptions): ReturnType<typeof receive> => receive(once(stream), options);

async function* once(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes;
}

async function readInto(reading: Reading, body: AsyncIterable<Bytes>): Promise<Stop | "cut"> {
  const frames = readFrames(pullFrame, body);
  try {
    for (;;) {
      const next = await frames.next();
      if (next.done) return next.value.type === "malformed" ? err({ type: "not-holdfast" }) : "cut";
      const stopped = await reading.take(next.value);
      if (stopped !== null) return stopped;
    }
  } catch (error) {
    if (error instanceof Cut) return "cut";
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
