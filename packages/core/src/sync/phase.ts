// Which phase of synchronization a person is shown: the first that applies of a fixed order, from what the replica holds. Pure. // S18

import type { Replica } from "../store/store.ts";
import type { Attention, AttentionKind, Phase, WaitingReason } from "./status.ts";

export interface Facts {
  readonly replica: Pick<Replica, "enabled" | "troubles" | "lastSync" | "restored">;
  readonly waiting: number;
  /** Attention that comes from the items themselves: conflicts, and what can't be shown. */
  readonly itemAttention: readonly Attention[];
  /** A run under way that has something to move. */
  readonly running: { readonly done: number; readonly total: number } | null;
  /** When the next try after a failure is due, milliseconds since 1970; null where none is set. */
  readonly retryAt?: number | null;
}

const loud: readonly AttentionKind[] = ["behind", "diverged"];

/** Everything that wants a look: alarms and refusals first, then what the items say. */
export function attentionOf({ replica, itemAttention }: Facts): readonly Attention[] {
  const found = replica.troubles.flatMap((trouble): readonly Attention[] => {
    const { kind, reason, items } = trouble;
    if (kind !== "behind" && kind !== "diverged" && kind !== "damaged" && kind !== "update-needed") return [];
    return [{ kind, reason, ...(items.length === 0 ? {} : { items }) }];
  });
  return [...found, ...itemAttention];
}

/** Off, sign-in-needed, attention (behind, diverged), syncing, waiting, attention (others), up-to-date. */
export function phaseOf(facts: Facts): Phase {
  const { replica, waiting, running } = facts;
  const attention = attentionOf(facts);
  const has = (kind: Replica["troubles"][number]["kind"]) => replica.troubles.find((trouble) => trouble.kind === kind);
  if (!replica.enabled) return { phase: "off", waiting };
  if (has("sign-in")) return { phase: "sign-in-needed", waiting };
  if (attention.some(({ kind }) => loud.includes(kind))) return { phase: "attention", kinds: attention };
  if (running !== null) return { phase: "syncing", ...running };
  const reason = waitingReason(facts);
  if (reason !== null) return { phase: "waiting", waiting, reason };
  if (attention.length > 0) return { phase: "attention", kinds: attention };
  return { phase: "up-to-date", lastSync: replica.lastSync };
}

/** Whether there is a network at all can't be told from outside; whether a server answered can. */
const noAnswer = new Set(["offline", "refused", "timeout", "name", "other"]);

function unreachableReason(reason: string, retryAt: number | null): WaitingReason {
  if (reason === "certificate") return { type: "offline", why: "certificate" };
  if (noAnswer.has(reason) || retryAt === null) return { type: "offline" };
  return { type: "retry", at: retryAt };
}

/** Why the device is not at rest with the server; null where nothing waits and the last run reached it. */
function waitingReason({ replica, waiting, retryAt = null }: Facts): WaitingReason | null {
  const refused = replica.troubles.filter(({ kind }) => kind === "refused").flatMap(({ items }) => items);
  const unreachable = replica.troubles.find(({ kind }) => kind === "unreachable");
  if (unreachable !== undefined) return unreachableReason(unreachable.reason, retryAt);
  if (replica.troubles.some(({ kind }) => kind === "server-full")) return { type: "server-full" };
  if (waiting === 0) return replica.restored ? null : { type: "soon" };
  return refused.length > 0 ? { type: "refused", items: refused.length } : { type: "soon" };
}
