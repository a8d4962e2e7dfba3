// A poke that brings the commit itself: where it stands exactly on our head it is verified by the very code of a pull and joined, so that
// the usual edit reaches this device in one message with no question asked. Whatever else it is, it is a hint and never an alarm. // S36

import { equalBytes, type PullFrame } from "@holdfast/protocol";
import type { VaultSeal } from "../seal/vault-seal.ts";
import type { Replica, Store } from "../store/store.ts";
import { type Joined, join } from "./join.ts";
import type { Poke } from "./live-link.ts";
import { alarms } from "./reasons.ts";
import { type ReceiveOptions, receiveFrames } from "./receive.ts";

export type PokeOutcome =
  | { readonly type: "joined"; readonly joined: Joined }
  /** Nothing new, or nothing for us. */
  | { readonly type: "old" }
  /** Something new that only a pull can bring. */
  | { readonly type: "ask" };

export interface PokeOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function takePoke({ store, seal, now }: PokeOptions, poke: Poke): Promise<PokeOutcome> {
  const { replica } = await store.read();
  if (replica === null || !replica.enabled || !equalBytes(poke.vault, replica.vault)) return { type: "old" };
  // While an alarm stands, a lower place in the order may be that of a history which has been healed meanwhile. // H9
  const alarmed = replica.troubles.some(({ reason }) => Object.hasOwn(alarms, reason));
  if (alarmed) return { type: "ask" }; // S16
  if (replica.restored && poke.head.seq <= replica.head.seq) return { type: "old" };
  if (!fits(replica, poke)) return { type: "ask" };
  const options: ReceiveOptions = {
    store,
    seal,
    whole: false,
    start: { head: replica.head, epoch: replica.epoch },
    progress: () => {},
  };
  const received = await receiveFrames(framesOf(poke), options);
  return received.ok ? { type: "joined", joined: await join(store, seal, received.value, { now, light: true }) } : { type: "ask" };
}

/** Whether the commit is there and the next one on our whole, undisputed state. */
function fits(replica: Replica, { head, commit }: Poke): boolean {
  if (commit === undefined || !replica.restored) return false;
  return head.seq === replica.head.seq + 1 && equalBytes(commit.prev, replica.head.hash);
}

/** The pull that would bring the same. */
function framesOf({ head, commit }: Poke): readonly PullFrame[] {
  const changes = commit?.changes ?? [];
  return [
    { kind: "begin", to: head, changes: changes.length },
    ...(commit === undefined ? [] : [{ kind: "heads", first: head.seq, heads: [commit.head] } as const]),
    ...(commit?.branch === undefined || commit.branch.length === 0 ? [] : [{ kind: "branch", heads: commit.branch } as const]),
    ...(changes.length === 0 ? [] : [{ kind: "changes", seq: head.seq, changes } as const]),
    { kind: "end", to: head },
  ];
}
