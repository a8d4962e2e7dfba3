// What the lies are worth: each check of the client that is switched off is missed within a few seeds, by the lie that it is there for. The modules
// that check are exchanged for ones that look away; nothing of the product knows of it.

import { digestAfter, type VaultSeal } from "@holdfast/core/testing/inside";
import type { Bytes, Hash } from "@holdfast/protocol";
import { expect, it, vi } from "vitest";
import { stepsOf } from "./days.ts";
import type { Step, What } from "./step.ts";

/** The code that nobody finds any more, or who is told nothing of what was found. */
let off = "none";

const sync = new URL("../../packages/core/src/sync/", import.meta.url).pathname;

type Checks = Readonly<Record<string, (...given: readonly never[]) => unknown>>;
interface Found {
  readonly type?: string;
  readonly reason?: string;
}

const isOff = (found: unknown): boolean => (found as Found | null)?.reason === off;

/** A chain as it would be believed by somebody who does not look. */
async function believed(
  seal: VaultSeal,
  start: { readonly epoch: number } | null,
  { first, sealed }: { first: number; sealed: readonly Bytes[] },
) {
  const opened = await Promise.all(sealed.map((head, at) => seal.openHead(first + at, head)));
  const last = opened.findLast((one) => one.type === "opened");
  const ids: readonly Hash[] = await seal.hashMany(sealed);
  return { type: "chain", last: last?.head ?? null, epoch: last?.epoch ?? start?.epoch ?? 0, ids };
}

vi.doMock(`${sync}verify.ts`, async (original) => {
  const real = (await original()) as Checks;
  return {
    ...real,
    checkEnd: (...given: readonly never[]) => {
      const found = real.checkEnd?.(...given);
      return isOff(found) ? null : found;
    },
    verifyChain: async (...given: readonly never[]) => {
      const found = await real.verifyChain?.(...given);
      const [seal, start, heads] = given as unknown as Parameters<typeof believed>;
      return isOff(found) ? believed(seal, start, heads) : found;
    },
    verifyDigest: async (...given: readonly never[]) => {
      const found = await real.verifyDigest?.(...given);
      const [seal, held, changed, , options] = given as unknown as readonly [VaultSeal, never, never, never, never];
      return isOff(found) ? digestAfter(seal.hashMany, held, changed, options) : found;
    },
  };
});

vi.doMock(`${sync}troubles.ts`, async (original) => {
  const real = (await original()) as Checks;
  return {
    ...real,
    note: async (...given: readonly never[]) => {
      const { kind } = given[1] as unknown as { readonly kind: string };
      if (off !== "told" || (kind !== "behind" && kind !== "diverged")) await real.note?.(...given);
    },
  };
});

const { run } = await import("./simulate.ts");

const mostSeeds = 30n;
/** Days with little in them but work and lies in pulls, so that most of these are met by a device that can be lied to. */
const kept: ReadonlySet<What> = new Set<What>(["edit", "add", "synchronize", "heal", "wait", "lie in pulls", "two faces"]);
const quietDays = (seed: bigint): readonly Step[] => stepsOf(seed, 300).filter(({ what }) => kept.has(what));

/** What is said of the first seed that fails, with one check switched off. */
async function finding(check: string): Promise<string | null> {
  off = check;
  for (let seed = 0n; seed < mostSeeds; seed++) {
    const { failure } = await run(seed, quietDays(seed));
    if (failure !== null) return failure;
  }
  return null;
}

it.each([
  ["server-behind", "that the server has not gone back"],
  ["history-differs", "that it has the head that the device has seen"],
  ["head-damaged", "that a head opens"],
  ["chain-broken", "that a head stands on the one before it"],
  ["heads-missing", "that no head is missing"],
  ["end-differs", "that the end is the announced one"],
  ["root-differs", "that the revisions give the root"],
  ["item-repeated", "that no item comes twice"],
  ["told", "that a person is told"],
])("[S20–S29] a client without %s is found: nobody looks %s", async (check) => {
  expect(await finding(check)).toMatch(/was told that|no device/);
});
