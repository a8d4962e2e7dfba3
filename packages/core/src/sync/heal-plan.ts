// What a person is told before they confirm a healing: what was seen, and how much would move. It asks the server and changes nothing
// beyond the session. // H16

import { encode, err, type HeadRef, ok, pullRequest, type Result, routes } from "@holdfast/protocol";
import { isCounted } from "./counted.ts";
import { damagedItems } from "./damaged.ts";
import type { SessionSource } from "./engine.ts";
import { type HealOptions, planHealing } from "./heal.ts";
import { isHealing } from "./healing.ts";
import type { ReceiveFailure } from "./receive.ts";
import { open, type RequestFailure } from "./request.ts";
import type { RunEnd } from "./run-report.ts";

/** `onlyHere`, `onlyThere` and `differing` count what a person calls items, as does `removed`: those that a purge on the server's side takes to the trash here. */
export interface HealPlan {
  /**
   * `nothing`: the histories agree. `unfinished`: a confirmed healing goes on by itself. `behind`: the server was put back. `diverged`: it has
   * gone on without what this device has seen. `account-unknown`: it takes no sign-in of this device: another password, or another server.
   * `damaged`: the histories agree, and the right bytes of some items are neither there nor here.
   */
  readonly seen: "nothing" | "unfinished" | "behind" | "diverged" | "account-unknown" | "damaged";
  readonly onlyHere: number;
  readonly onlyThere: number;
  readonly differing: number;
  readonly removed: number;
  /** Damaged items, and those of them of which nothing is here. // S42 */
  readonly damaged: number;
  readonly unheld: number;
  /** About how many requests it takes. */
  readonly requests: number;
}

export interface PlanOptions extends Omit<HealOptions, "token" | "confirmed"> {
  readonly session: SessionSource;
}

const nothing: HealPlan = { seen: "nothing", onlyHere: 0, onlyThere: 0, differing: 0, removed: 0, damaged: 0, unheld: 0, requests: 0 };

/** Requests of a sign-up, a sign-in and a pull. */
const beginning = 4;

export async function healPlan(options: PlanOptions): Promise<Result<HealPlan, RunEnd>> {
  const { store, session } = options;
  for (let signIns = 0; ; ) {
    const { replica } = await store.read();
    if (replica === null || !replica.enabled) return err({ type: "off" });
    if (session.token() === null) {
      if (signIns++ > 1) return err({ type: "sign-in-needed" });
      const outcome = await session.signIn();
      if (outcome === "refused") return ok(await unknownPlan(options));
      if (outcome !== "signed-in") return err(endOf(outcome));
      continue;
    }
    const planned = await planWith({ ...options, token: session.token() ?? "", confirmed: null }, replica.head);
    if (planned !== "session-ended") return planned;
    await session.forget();
  }
}

/** Everything here goes to a new account with the same ids. */
async function unknownPlan({ store, seal }: PlanOptions): Promise<HealPlan> {
  const { items } = await store.items();
  const newest = items.map(({ id, waiting, acknowledged }) => ({
    item: id,
    revision: (waiting ?? acknowledged)?.revision ?? new Uint8Array(0),
  }));
  const onlyHere = (await seal.open(newest)).filter(isCounted).length;
  const { replica } = await store.read();
  const commits = Math.max(1, Math.ceil(Math.max(items.length, replica?.head.seq ?? 0) / 1_000));
  return { ...nothing, seen: "account-unknown", onlyHere, requests: beginning + commits };
}

async function planWith(options: HealOptions, own: HeadRef): Promise<Result<HealPlan, RunEnd> | "session-ended"> {
  const body = encode(pullRequest, { after: own, whole: false, headsOnly: true });
  const { transport, seal, token, store } = options;
  const answer = await open(transport, { method: "POST", path: routes.pull(seal.vault), token, body });
  const { replica } = await store.read();
  if (answer.ok && replica !== null && isHealing(replica)) return ok({ ...nothing, seen: "unfinished", requests: 1 });
  if (answer.ok) {
    const found = await damagedItems(store, seal);
    return ok(found.damaged === 0 ? nothing : { ...nothing, ...found, seen: "damaged", requests: 1 });
  }
  if (answer.error.type !== "refused") return err(endOf(answer.error));
  if (answer.error.refusal.kind === "session-ended") return "session-ended";
  if (answer.error.refusal.kind !== "history-differs") return err(endOf(answer.error));
  const server = answer.error.refusal.head;
  const planned = await planHealing(options, server);
  if (planned.type === "failed") return err(endOf(planned.failure));
  if (planned.type === "asks") return err({ type: "attention", reason: "history-differs" });
  const { onlyHere, onlyThere, differing, removed } = planned.met;
  const seen = planned.behind ? "behind" : "diverged";
  return ok({ ...nothing, seen, onlyHere, onlyThere, differing, removed, requests: planned.requests });
}

function endOf(failure: ReceiveFailure | RequestFailure): RunEnd {
  switch (failure.type) {
    case "alarm":
      return { type: "attention", reason: failure.reason };
    case "later-epoch":
      return { type: "sign-in-needed" };
    case "not-holdfast":
      return { type: "unreachable", why: "other" };
    default:
      return failure;
  }
}
