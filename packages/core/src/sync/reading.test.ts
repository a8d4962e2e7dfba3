// A pull frame by frame: each way in which one can be no answer of ours, or not what the account's devices wrote. What a device then does is
// in tests/attacks.

import { type Change, compareBytes, genesis, type HeadRef, type ItemId, limits, type PullFrame, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { MadeVault, wrongHash } from "../testing/made-vault.ts";
import { anItemId } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, phone } from "../testing/vault-histories.ts";
import { Reading } from "./reading.ts";
import { type ReceiveOptions, receiveFrames } from "./receive.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "reading" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const note = (item: ItemId, title: string) => ({ item, content: created("note", { title }, by(phone)) });
const [a, b, c] = [anItemId(1), anItemId(2), anItemId(3)] as const;

const vault = new MadeVault(seal);
await vault.commit([note(a, "first"), note(b, "first")]);
await vault.commit([note(a, "second")]);
await vault.commit([note(c, "third")]);
const to = vault.refOf(3);

type Frames = readonly PullFrame[];
type Options = Partial<ReceiveOptions>;
const known = (seq: number) => ({ head: vault.refOf(seq), epoch: 1 });
const fresh: Options = { whole: true, start: null };

const optionsOf = async (options: Options, seq = 1): Promise<ReceiveOptions> => ({
  store: await vault.replica(seq),
  seal,
  start: known(seq),
  whole: false,
  progress: () => {},
  ...options,
});
const read = async (frames: Frames, options: Options = {}, seq = 1) => receiveFrames(frames, await optionsOf(options, seq));
async function found(frames: Frames, options: Options = {}, seq = 1): Promise<string> {
  const got = await read(frames, options, seq);
  if (got.ok) return "fits";
  return got.error.type === "alarm" ? got.error.reason : got.error.type;
}

const only = <K extends PullFrame["kind"]>(frames: Frames, kind: K) =>
  frames.find((frame): frame is Extract<PullFrame, { kind: K }> => frame.kind === kind) as Extract<PullFrame, { kind: K }>;
/** `frames` with others in place of those of a kind. */
const instead = (frames: Frames, kind: PullFrame["kind"], ...others: Frames): Frames =>
  frames.flatMap((frame) => (frame.kind === kind ? others : [frame]));

const usual = vault.pull(1);
const whole = vault.whole();
const [begin, heads, changes, end] = [only(usual, "begin"), only(usual, "heads"), only(usual, "changes"), only(usual, "end")];
const pairs = only(whole, "pairs");
const listed = only(whole, "changes");
const branch: PullFrame = { kind: "branch", heads: [new Uint8Array(100)] };

describe("a pull that fits", () => {
  it("[S10, S11] is all that its frames brought, opened and under its digest", async () => {
    const got = await read(instead(usual, "heads", heads, branch));
    if (!got.ok) throw new Error(got.error.type);
    const { value } = got;
    expect(value).toMatchObject({ to, epoch: 1, firstHead: 2, sealedHeads: heads.heads, branch: branch.heads, whole: false });
    expect(value.headIds).toEqual([vault.refOf(2).hash, to.hash]);
    expect(value.changes.map(({ item, revision, hash }) => ({ item, revision, hash }))).toEqual(
      vault.states(3).filter(({ item }) => compareBytes(item, b) !== 0),
    );
    expect(value.changes.map(({ opened }) => opened.type)).toEqual(["opened", "opened"]);
    expect(value.digest?.added).toBe(1);
    expect(value.last?.seq).toBe(3);
    expect("damaged" in value || "pairs" in value).toBe(false);
  });

  it("[S10] may bring its heads and pairs in pieces, no change, or nothing new", async () => {
    const [one, two] = heads.heads.map((head, i) => ({ ...heads, first: 2 + i, heads: [head] }));
    expect(await found(instead(usual, "heads", one as PullFrame, branch, two as PullFrame))).toBe("fits");
    const listPieces = pairs.pairs.map((pair) => ({ ...pairs, pairs: [pair] }));
    expect(await found(instead(whole, "pairs", ...listPieces), fresh)).toBe("fits");
    expect(await found(vault.pull(3), {}, 3)).toBe("fits");
    const nothing: Frames = [
      { kind: "begin", to: genesis, changes: 0 },
      { kind: "end", to: genesis },
    ];
    const got = await read(nothing, { start: null }, 0);
    expect(got).toMatchObject({ ok: true, value: { last: null, digest: null, to: genesis } });
  });

  it("[S39] may be the list alone, where that was asked for", async () => {
    const list = instead(whole, "changes");
    const got = await read(list, { ...fresh, pairsOnly: true });
    expect(got).toMatchObject({ ok: true, value: { pairs: vault.pairs(3), changes: [] } });
    expect(await found(whole, { ...fresh, pairsOnly: true })).toBe("not-holdfast");
  });
});

describe("[S10] no answer of ours is", () => {
  const cases: readonly (readonly [string, Frames, Options?])[] = [
    ["nothing", []],
    ["one without its end", usual.slice(0, -1)],
    ["one without its beginning", usual.slice(1)],
    ["one that begins twice", [begin, ...usual]],
    ["one whose heads come after its changes", [begin, changes, heads, end]],
    ["one whose branch comes after its changes", [begin, heads, changes, branch, end]],
    ["one whose heads come after its pairs", [only(whole, "begin"), pairs, only(whole, "heads"), listed, end], fresh],
    ["one whose pairs come after its changes", [...whole.slice(0, -1), pairs, end], fresh],
    ["one with a list that was not asked for", [begin, heads, pairs, changes, end]],
    ["one with no head in a frame", instead(usual, "heads", heads, { ...heads, first: 4, heads: [] })],
    ["one with no head of a branch in a frame", instead(usual, "heads", heads, { kind: "branch", heads: [] })],
    ["one with no pair in a frame", instead(whole, "pairs", pairs, { kind: "pairs", pairs: [] }), fresh],
    ["one with no change in a frame", instead(usual, "changes", changes, { ...changes, changes: [] })],
    ["one with more changes than it announced", instead(usual, "begin", { ...begin, changes: 1 })],
  ];
  for (const [what, frames, options] of cases) it(what, async () => expect(await found(frames, options)).toBe("not-holdfast"));

  it("one of more bytes than an account holds, or more pairs than a vault has items", async () => {
    const most = new Uint8Array(limits.accountBytes);
    const more = new Uint8Array(1);
    const taken = async (...frames: Frames) => {
      const reading = new Reading(await optionsOf({ whole: true, start: null }));
      let last = null;
      for (const frame of [only(whole, "begin"), ...frames]) last = await reading.take(frame);
      return last === null ? "goes on" : last.ok ? "fits" : last.error.type;
    };
    const headsOf = (first: number, head: Uint8Array): PullFrame => ({ kind: "heads", first, heads: [head] });
    const branchOf = (head: Uint8Array): PullFrame => ({ kind: "branch", heads: [head] });
    expect(await taken(headsOf(3, most))).toBe("goes on");
    expect(await taken(headsOf(3, most), headsOf(4, more))).toBe("not-holdfast");
    expect(await taken(branchOf(most))).toBe("goes on");
    expect(await taken(branchOf(most), branchOf(more))).toBe("not-holdfast");
    expect(
      await taken(branchOf(most.subarray(listed.changes.reduce((sum, { revision }) => sum + revision.length, 0))), pairs, listed),
    ).toBe("goes on");
    expect(await taken(branchOf(most), pairs, listed)).toBe("not-holdfast");
    const many = { kind: "pairs", pairs: Array.from({ length: limits.vaultItems }, () => pairs.pairs[0]) } as PullFrame;
    expect(await taken(many)).toBe("goes on");
    expect(await taken(many, pairs)).toBe("not-holdfast");
  });
});

describe("what does not fit", () => {
  const beside: HeadRef = { seq: 3, hash: wrongHash(to.hash) };
  const twice = instead(whole, "begin", { ...only(whole, "begin"), changes: 9 });
  const others = listed.changes.map(({ item }, i) => ({ item, revision: listed.changes[(i + 1) % 3]?.revision as Uint8Array }));
  const cases: readonly (readonly [string, string, Frames, Options?])[] = [
    ["an end that is another head", "end-differs", instead(usual, "end", { ...end, to: beside })],
    ["an end that is at another place", "end-differs", instead(usual, "end", { ...end, to: { ...to, seq: 4 } })],
    ["an end before ours", "server-behind", instead(usual, "begin", { ...begin, to: vault.refOf(0) })],
    ["a gap between heads", "heads-missing", instead(usual, "heads", { ...heads, heads: heads.heads.slice(0, 1) }, { ...heads, first: 4 })],
    ["a list that does not ascend", "item-repeated", instead(whole, "pairs", { ...pairs, pairs: [...pairs.pairs].reverse() }), fresh],
    ["such a list alone", "item-repeated", instead(instead(whole, "changes"), "pairs", pairs, pairs), { ...fresh, pairsOnly: true }],
    ["a change that is left out", "root-differs", instead(usual, "changes", { ...changes, changes: changes.changes.slice(1) })],
    ["a change that comes twice", "item-repeated", instead(twice, "changes", listed, listed), fresh],
    ["a change of another item's revision", "revision-differs", instead(whole, "changes", { ...listed, changes: others }), fresh],
    ["a change of no listed item", "revision-differs", instead(whole, "pairs", { ...pairs, pairs: pairs.pairs.slice(1) }), fresh],
    [
      "a listed item without its change",
      "revision-missing",
      instead(whole, "changes", { ...listed, changes: listed.changes.slice(1) }),
      fresh,
    ],
    [
      "a list without an item",
      "root-differs",
      instead(instead(whole, "changes"), "pairs", { ...pairs, pairs: pairs.pairs.slice(1) }),
      fresh,
    ],
  ];
  for (const [what, reason, frames, options] of cases) {
    it(`${what} is ${reason}`, async () => expect(await found(frames, options)).toBe(reason));
  }

  it("[S27] is anything under a head that we hold already, or under none", async () => {
    const more: Frames = [{ kind: "begin", to, changes: 3 }, listed, { kind: "end", to }];
    expect(await found(more, {}, 3)).toBe("fits");
    expect(
      await found(instead(more, "changes", { ...listed, changes: [{ item: anItemId(9), revision: new Uint8Array(99) }] }), {}, 3),
    ).toBe("root-differs");
    const headless: Options = { store: await vault.replica(0), start: known(3) };
    expect(await found(vault.pull(3), headless)).toBe("fits");
    expect(await found(more, headless)).toBe("root-differs");
    const under: Frames = [
      { kind: "begin", to: genesis, changes: 3 },
      { kind: "pairs", pairs: pairs.pairs },
      { kind: "end", to: genesis },
    ];
    expect(await found(under, fresh)).toBe("root-differs");
  });

  it("[S39] is told with what came, unless a list came with it", async () => {
    const without = instead(usual, "changes", { ...changes, changes: changes.changes.slice(1) });
    expect(await read(without)).toMatchObject({ error: { came: { to, changes: [{ item: c }] } } });
    const list = instead(instead(whole, "changes"), "pairs", { ...pairs, pairs: pairs.pairs.slice(1) });
    const got = await read(list, fresh);
    expect(got.ok || "came" in got.error).toBe(false);
  });

  it("[S39] costs, where that is wanted, only the items whose right bytes did not come", async () => {
    const incomplete: Options = { ...fresh, incomplete: true };
    const [first, ...rest] = listed.changes;
    const bad = { item: a, revision: Uint8Array.of(...(first?.revision ?? []), 0) };
    const hash = vault.pairs(3)[0]?.hash;
    const sent = async (...given: readonly Change[]) => {
      const got = await read(instead(whole, "changes", { ...listed, changes: given }), incomplete);
      return got.ok ? [got.value.changes.length, got.value.damaged] : got.error;
    };
    expect(await sent(...listed.changes)).toEqual([3, undefined]);
    expect(await sent(...rest)).toEqual([2, [{ item: a, hash, sent: null }]]);
    expect(await sent(bad, ...rest)).toEqual([2, [{ item: a, hash, sent: bad.revision }]]);
    const strange = { item: anItemId(9), revision: bad.revision };
    expect(await sent(...rest, strange)).toEqual({ type: "alarm", reason: "revision-differs" });
    const again = instead(instead(whole, "changes", listed, listed), "begin", { ...only(whole, "begin"), changes: 9 });
    expect(await found(again, incomplete)).toBe("item-repeated");
  });
});

describe("[S38] a pull that was cut", () => {
  const [one, two] = [0, 1].map((at): PullFrame => ({ ...changes, changes: changes.changes.slice(at, at + 1) })) as [PullFrame, PullFrame];
  /** A reading that was cut after the first change. */
  async function cut(): Promise<{ readonly reading: Reading; readonly told: (readonly [number, number])[] }> {
    const told: (readonly [number, number])[] = [];
    const reading = new Reading(await optionsOf({ progress: (done, total) => told.push([done, total]) }));
    for (const frame of [begin, heads, branch, one]) expect(await reading.take(frame)).toBeNull();
    reading.cut();
    return { reading, told };
  }

  it("goes on as of the same end with what is left", async () => {
    const { reading, told } = await cut();
    const bytes = [...heads.heads, ...branch.heads].reduce((sum, { length }) => sum + length, 0);
    expect([reading.count, reading.bytes]).toEqual([1, bytes + (changes.changes[0]?.revision.length ?? 0)]);
    expect(reading.position).toEqual({ to, seq: 3, item: a });
    for (const frame of [{ ...begin, changes: 1 }, two]) expect(await reading.take(frame)).toBeNull();
    expect(await reading.take(end)).toMatchObject({ ok: true, value: { changes: [{ item: a }, { item: c }], branch: branch.heads } });
    expect(told).toEqual([
      [0, 2],
      [1, 2],
      [1, 2],
      [2, 2],
    ]);
  });

  it("takes neither heads nor a list again", async () => {
    for (const frame of [heads, branch, pairs]) {
      const { reading } = await cut();
      await reading.take({ ...begin, changes: 1 });
      expect(await reading.take(frame)).toEqual({ ok: false, error: { type: "not-holdfast" } });
    }
  });

  it("is forgotten where the vault has moved on, or nothing had come", async () => {
    const { reading } = await cut();
    const earlier = vault.pull(1, 2);
    for (const frame of earlier.slice(0, -1)) expect(await reading.take(frame)).toBeNull();
    expect(reading.count).toBe(1);
    expect(await reading.take(earlier.at(-1) as PullFrame)).toMatchObject({ ok: true, value: { to: vault.refOf(2), branch: [] } });
    const empty = new Reading(await optionsOf({}));
    expect(empty.position).toBeNull();
    for (const frame of [begin, heads]) await empty.take(frame);
    empty.cut();
    for (const frame of usual.slice(0, -1)) expect(await empty.take(frame)).toBeNull();
    expect(await empty.take(end)).toMatchObject({ ok: true });
  });

  it("of a whole vault forgets the list and the wrong bytes with it", async () => {
    const reading = new Reading(await optionsOf({ ...fresh, incomplete: true }));
    const wrong = { ...listed, changes: listed.changes.map(({ item }) => ({ item, revision: new Uint8Array(99) })) };
    for (const frame of instead(whole, "changes", wrong).slice(0, -1)) expect(await reading.take(frame)).toBeNull();
    expect(reading.count).toBe(3);
    reading.cut();
    const before = vault.whole(2, 2);
    const again = new Reading(await optionsOf(fresh));
    for (const frame of whole.slice(0, -1)) expect(await again.take(frame)).toBeNull();
    again.cut();
    for (const frame of before.slice(0, 3)) expect(await again.take(frame)).toBeNull();
    const gone = { ...listed, changes: listed.changes.slice(2) };
    expect(await again.take(gone)).toEqual({ ok: false, error: { type: "alarm", reason: "revision-differs" } });
    for (const frame of before.slice(0, -1)) expect(await reading.take(frame)).toBeNull();
    const got = await reading.take(before.at(-1) as PullFrame);
    expect(got).toMatchObject({ ok: true, value: { changes: [{ item: a }, { item: b }] } });
    expect(got?.ok && "damaged" in got.value).toBe(false);
  });

  it("goes on for one that asks for the same from the same head alone", async () => {
    const options = await optionsOf({});
    const reading = new Reading(options);
    const unknown = new Reading({ ...options, start: null });
    const at = (change: Options): ReceiveOptions => ({ ...options, ...change });
    expect(reading.fits(at({}))).toBe(true);
    expect(reading.fits(at({ start: { ...known(1) } }))).toBe(true);
    expect(unknown.fits(at({ start: null }))).toBe(true);
    expect(unknown.fits(at({}))).toBe(false);
    for (const change of [
      { start: null },
      { start: known(2) },
      { start: { ...known(1), epoch: 2 } },
      { whole: true },
      { pairsOnly: true },
    ]) {
      expect(reading.fits(at(change)), JSON.stringify(change)).toBe(false);
    }
  });
});
