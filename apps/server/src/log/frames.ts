// The frames of a pull, made page by page as they are sent: begin, heads, branch, pairs where asked, changes, end. No read outlives
// its page, and what commits come meanwhile change nothing, since every page is as of the plan's end. // C7

import { type Bytes, encodeFrame, type ItemId, limits, type PullFrame, pullFrame } from "@holdfast/protocol";
import type { Page, Vaults } from "../storage/storage.ts";
import type { Plan } from "./read.ts";

/** Bytes of sealed pieces after which a frame is full; with the piece that fills it, a frame stays below `limits.frameBytes`. */
const frameFill = 512 * 1024;
const headPage: Page = { bytes: frameFill, count: 1_000 };
const changePage: Page = { bytes: frameFill, count: limits.commitChanges };
const pairPage = 10_000;

const frame = (value: PullFrame): Bytes => encodeFrame(pullFrame, value);

/** The encoded frames of `plan` in order. `beforeEnd` runs when everything but the last frame has been taken. */
export async function* pullFrames(
  vaults: Vaults,
  plan: Plan,
  beforeEnd: () => Promise<void> = async () => {},
): AsyncGenerator<Bytes, void> {
  const { to } = plan;
  const count = plan.changes === null ? 0 : await vaults.countChanges(plan.vault, plan.changes, to.seq);
  yield frame({ kind: "begin", to, changes: count });
  yield* headFrames(vaults, plan);
  yield* branchFrames(vaults, plan);
  if (plan.pairs) yield* pairFrames(vaults, plan);
  if (count > 0) yield* changeFrames(vaults, plan);
  await beforeEnd();
  yield frame({ kind: "end", to });
}

async function* headFrames(vaults: Vaults, { vault, to, firstHead }: Plan): AsyncGenerator<Bytes, void> {
  let first = firstHead;
  while (first <= to.seq) {
    const heads = await vaults.heads(vault, first, to.seq, headPage);
    if (heads.length === 0) return;
    yield frame({ kind: "heads", first, heads });
    first += heads.length;
  }
}

/** What the commits of these heads carried of lost branches. // C24 */
async function* branchFrames(vaults: Vaults, { vault, to, firstHead }: Plan): AsyncGenerator<Bytes, void> {
  for (let first = firstHead; first <= to.seq; ) {
    const carried = await vaults.branch(vault, first, to.seq);
    if (carried === null) return;
    let heads: Bytes[] = [];
    let bytes = 0;
    for (const head of carried.heads) {
      heads.push(head);
      bytes += head.length;
      if (bytes < frameFill) continue;
      yield frame({ kind: "branch", heads });
      heads = [];
      bytes = 0;
    }
    if (heads.length > 0) yield frame({ kind: "branch", heads });
    first = carried.seq + 1;
  }
}

async function* pairFrames(vaults: Vaults, { vault, to }: Plan): AsyncGenerator<Bytes, void> {
  let after: ItemId | null = null;
  for (;;) {
    const pairs = await vaults.pairs(vault, after, to.seq, pairPage);
    const last = pairs.at(-1);
    if (last === undefined) return;
    yield frame({ kind: "pairs", pairs });
    if (pairs.length < pairPage) return;
    after = last.item;
  }
}

async function* changeFrames(vaults: Vaults, { vault, to, changes: start }: Plan): AsyncGenerator<Bytes, void> {
  let after = start;
  while (after !== null) {
    const page = await vaults.changes(vault, after, to.seq, changePage);
    const last = page.at(-1);
    if (last === undefined) return;
    yield frame({ kind: "changes", seq: last.seq, changes: page.map(({ item, revision }) => ({ item, revision })) });
    after = { seq: last.seq, item: last.item };
  }
}
