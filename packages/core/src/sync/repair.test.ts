// What can be had of a pull that does not fit, question by question.

import { decode, type HeadRef, type ItemId, pullRequest, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import type { StoredItem } from "../store/store.ts";
import { MadeVault, streamed } from "../testing/made-vault.ts";
import { offline, type ScriptedAnswer, scriptedServer } from "../testing/scripted-server.ts";
import { anItem, anItemId } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, phone } from "../testing/vault-histories.ts";
import { pull, type ReceiveOptions } from "./receive.ts";
import { type Came, repair } from "./repair.ts";
import type { TransportFailure } from "./transport.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "repair" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const [a, b, c] = [anItemId(1), anItemId(2), anItemId(3)] as const;
const note = (item: ItemId, title: string) => ({ item, content: created("note", { title }, by(phone)) });
const vault = new MadeVault(seal);
await vault.commit([note(a, "first"), note(b, "first")]);
await vault.commit([note(a, "second"), note(c, "first")]);
await vault.commit([note(b, "third")]);
const known = { head: vault.refOf(1), epoch: 1 };
const bad = new Uint8Array(99);

type Answer = ScriptedAnswer | TransportFailure;
/** A pull up to `seq` with wrong bytes for these items, and without those. */
const spoiled = (seq: number, wrong: readonly ItemId[], without: readonly ItemId[] = []): Answer =>
  streamed(
    vault.pull(1, seq).map((frame) =>
      frame.kind !== "changes"
        ? frame
        : {
            ...frame,
            changes: frame.changes
              .filter(({ item }) => !without.some((one) => one.join() === item.join()))
              .map((change) => (wrong.some((one) => one.join() === change.item.join()) ? { ...change, revision: bad } : change)),
          },
    ),
  );
const listAt = (seq: number, pairs = vault.pairs(seq)): Answer =>
  streamed([
    { kind: "begin", to: vault.refOf(seq), changes: 0 },
    { kind: "heads", first: 1, heads: vault.commits.slice(0, seq).map(({ sealed }) => sealed) },
    { kind: "pairs", pairs },
    { kind: "end", to: vault.refOf(seq) },
  ]);

interface Given {
  readonly changes?: readonly Answer[];
  /** What the device has seen, and what it holds beside that. */
  readonly seq?: number;
  readonly more?: readonly StoredItem[];
}

/** The lists and the changes that are told, one after the other; the last of each from then on. */
async function repaired(came: Answer, lists: readonly Answer[], given: Given = {}) {
  const { changes = [], seq = 1, more = [] } = given;
  const left = { lists: [...lists], changes: [came, ...changes] };
  const asked: string[] = [];
  const { connect } = scriptedServer(({ body }) => {
    const question = decode(pullRequest, body ?? new Uint8Array());
    const which = question.ok && question.value.pairsOnly === true && question.value.whole ? "lists" : "changes";
    asked.push(which);
    const answers = left[which];
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? offline;
  });
  const transport = connect("https://vault.example.org");
  const store = await vault.replica(seq);
  await store.write({ expect: null, items: more });
  const options: ReceiveOptions = { store, seal, start: known, whole: false, progress: () => {} };
  const first = await pull(transport, "token", options);
  const found = !first.ok && first.error.type === "alarm" ? first.error.came : undefined;
  if (found === undefined) throw new Error("the pull fits");
  asked.length = 0;
  return { got: await repair(transport, "token", options, found as Came), asked };
}
const hashOf = (item: ItemId, seq: number) => vault.states(seq).find((state) => state.item.join() === item.join())?.hash;
const differs = { ok: false, error: { type: "alarm", reason: "root-differs" } };

describe("a repair", () => {
  it("[S39] takes what the list names, and names the rest with what was sent for it", async () => {
    const { got, asked } = await repaired(spoiled(2, [a]), [listAt(2)]);
    expect(got).toMatchObject({ ok: true, value: { to: vault.refOf(2), whole: false, changes: [{ item: c }] } });
    expect(got.ok && got.value.damaged).toEqual([{ item: a, hash: hashOf(a, 2), sent: bad }]);
    expect(got.ok && got.value.changes).toHaveLength(1);
    expect(asked).toEqual(["lists"]);
  });

  it("[S39] names what did not come, unless its right bytes are here", async () => {
    const { got } = await repaired(spoiled(3, [], [a, c]), [listAt(3)]);
    expect(got.ok && got.value.damaged).toEqual([
      { item: a, hash: hashOf(a, 3), sent: null },
      { item: c, hash: hashOf(c, 3), sent: null },
    ]);
    const strange = streamed(
      vault.pull(1, 2).map((frame) => (frame.kind === "changes" ? { ...frame, changes: [{ item: anItemId(9), revision: bad }] } : frame)),
    );
    const held = await repaired(spoiled(3, [a]), [listAt(3)], { seq: 3 });
    expect(held.got.ok && held.got.value.damaged).toEqual([]);
    const { got: other } = await repaired(strange, [listAt(2)]);
    expect(other.ok && other.value.damaged?.map(({ item }) => item)).toEqual([a, c]);
  });

  it("[S39] believes no list without an item that is held, or that does not fit itself", async () => {
    const more = [anItem(anItemId(9), "held", null)];
    expect((await repaired(spoiled(2, [a]), [listAt(2)], { more })).got).toEqual(differs);
    expect((await repaired(spoiled(2, [a]), [listAt(2, vault.pairs(2).slice(1))])).got).toEqual(differs);
    expect((await repaired(spoiled(2, [a]), [offline])).got).toEqual({ ok: false, error: offline });
  });

  it("[S39] asks for both again where others commit meanwhile, three times and no more", async () => {
    const moved = await repaired(spoiled(2, [a]), [listAt(3)], { changes: [spoiled(3, [a])] });
    expect(moved.got).toMatchObject({ ok: true, value: { to: vault.refOf(3) } });
    expect(moved.got.ok && moved.got.value.damaged).toEqual([{ item: a, hash: hashOf(a, 3), sent: bad }]);
    expect(moved.asked).toEqual(["lists", "changes", "lists"]);
    const fits = await repaired(spoiled(2, [a]), [listAt(3)], { changes: [streamed(vault.pull(1, 3))] });
    expect([fits.got.ok, fits.asked]).toEqual([true, ["lists", "changes"]]);
    const cut = await repaired(spoiled(2, [a]), [listAt(3)], { changes: [offline] });
    expect(cut.got).toEqual({ ok: false, error: offline });
    const broken = vault.pull(1, 3).map((frame) => (frame.kind === "end" ? { ...frame, to: known.head as HeadRef } : frame));
    expect((await repaired(spoiled(2, [a]), [listAt(3)], { changes: [streamed(broken)] })).got).toMatchObject({
      error: { reason: "end-differs" },
    });
    const never = await repaired(spoiled(2, [a]), [listAt(3)]);
    expect(never.got).toEqual(differs);
    expect(never.asked).toEqual(["lists", "changes", "lists", "changes", "lists"]);
  });
});
