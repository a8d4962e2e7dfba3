// A live connection that lies. What comes over it is a hint: a commit in it is verified as in a pull, and whatever else it says costs the
// device a question at most. // S36

import { type Commit, decode, encode, genesis, type Hash, type LiveEvent, liveEvent, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { type Scene, scene } from "../support/attack.ts";
import { turned } from "../support/keys.ts";
import { expectSame } from "../support/replica-state.ts";
import { expectNothingSent, expectOpensOffline, secretsOf } from "../support/unharmed.ts";
import { settle, World } from "../support/world.ts";

type Poke = Extract<LiveEvent, { kind: "poke" }>;

/** Both have met, and the laptop listens. */
async function listening(): Promise<Scene> {
  const all = await scene();
  await settle(all.laptop, all.phone);
  await all.laptop.client.live.start();
  await all.world.time.advance(0);
  expect(all.laptop.client.live.connected).toBe(true);
  return all;
}

/** Exchanges the pokes that reach the laptop; how many that were. */
function alterPokes({ laptop }: Scene, alter: (poke: Poke) => Poke): () => number {
  let altered = 0;
  laptop.liveHooks.message = (bytes, pass) => {
    const event = decode(liveEvent, bytes);
    if (event.ok && event.value.kind === "poke") altered++;
    pass(event.ok && event.value.kind === "poke" ? encode(liveEvent, alter(event.value)) : bytes);
  };
  return () => altered;
}

const withCommit =
  (alter: (commit: Commit) => Commit) =>
  (poke: Poke): Poke =>
    poke.commit === undefined ? poke : { ...poke, commit: alter(poke.commit) };

/** No alarm at any time, the truth in the end, no secret told, and a vault that opens without anybody. */
async function expectUnmoved({ world, laptop, phone, github }: Scene, questions: number): Promise<void> {
  const asked = laptop.wire.length;
  const alarms: unknown[] = [];
  laptop.client.watch((event) => {
    if (event.type === "status") alarms.push(...event.status.attention);
  });
  await phone.edit(github, { password: "over the wire" });
  await phone.synced();
  for (let turn = 0; turn < 5; turn++) await world.time.advance(1_000);
  expect(alarms).toEqual([]);
  expect(laptop.wire.length - asked).toBeLessThanOrEqual(questions);
  expect(await laptop.shows(github, "password")).toBe("over the wire");
  await laptop.client.live.stop();
  await settle(laptop, phone);
  await expectSame(laptop, phone);
  expectNothingSent(laptop, await secretsOf(laptop));
  await expectOpensOffline(laptop);
}

const lies: readonly (readonly [string, (poke: Poke) => Poke])[] = [
  [
    "another state of the item",
    withCommit((commit) => ({ ...commit, changes: commit.changes.map((one) => ({ ...one, revision: turned(one.revision) })) })),
  ],
  ["no item at all", withCommit((commit) => ({ ...commit, changes: [] }))],
  ["a head that was altered", withCommit((commit) => ({ ...commit, head: turned(commit.head) }))],
  ["another place in the order", (poke) => ({ ...poke, head: { ...poke.head, seq: poke.head.seq + 1 } })],
  ["another name of the head", (poke) => ({ ...poke, head: { ...poke.head, hash: turned(poke.head.hash) as Hash } })],
  ["a head that it does not stand on", withCommit((commit) => ({ ...commit, prev: turned(commit.prev) as Hash }))],
  ["heads of a branch that nobody lost", withCommit((commit) => ({ ...commit, branch: [turned(commit.head), commit.head] }))],
];

describe("a poke whose commit bears", () => {
  it.each(lies)("[S36] [attack 129] %s: costs a question, alarms nobody, and the truth is there", async (_, lie) => {
    const all = await listening();
    const altered = alterPokes(all, lie);
    await expectUnmoved(all, 2);
    expect(altered()).toBe(1);
  });

  it("[S36] [attack 130] what another account's device wrote, under this vault's name", async () => {
    const all = await listening();
    const other = new World({ account: "mallory@example.com", seed: "mallory" });
    const mallory = await other.device("mallory");
    const commits: Commit[] = [];
    mallory.liveHooks.message = (bytes, pass) => pass(bytes);
    const second = await other.device("second");
    second.liveHooks.message = (bytes, pass) => {
      const event = decode(liveEvent, bytes);
      if (event.ok && event.value.kind === "poke" && event.value.commit !== undefined) commits.push(event.value.commit);
      pass(bytes);
    };
    await second.client.live.start();
    await other.time.advance(0);
    await mallory.add({ title: "Trojan" });
    await mallory.synced();
    await other.time.advance(0);
    const [theirs] = commits;
    expect(theirs).toBeDefined();
    alterPokes(
      all,
      withCommit((commit) => ({ ...(theirs as Commit), prev: commit.prev })),
    );
    await expectUnmoved(all, 2);
    expect((await all.laptop.client.find("Trojan")).ok).toBe(false);
  });
});

describe("pokes by the thousand", () => {
  const floods: readonly (readonly [string, (all: Scene, i: number) => Poke])[] = [
    ["of another vault", (all, i) => ({ kind: "poke", vault: new Uint8Array(16) as VaultId, head: { ...all.world.vault.head, seq: i } })],
    ["of what is long known", (all) => ({ kind: "poke", vault: all.world.vault.vault, head: all.world.vault.head })],
    ["of before the first commit", (all) => ({ kind: "poke", vault: all.world.vault.vault, head: genesis })],
    [
      "of what will never be",
      (all, i) => ({ kind: "poke", vault: all.world.vault.vault, head: { seq: 1_000_000 + i, hash: new Uint8Array(32).fill(i) as Hash } }),
    ],
  ];

  it.each(floods)("[S36] [attack 131] %s: cost a few questions, not one each", async (_, flood) => {
    const all = await listening();
    const passes: ((bytes: Uint8Array) => void)[] = [];
    all.laptop.liveHooks.message = (bytes, pass) => {
      passes.push(pass);
      pass(bytes);
    };
    await all.phone.edit(all.bank, { note: "lets the connection speak" });
    await all.phone.synced();
    await all.world.time.advance(0);
    const asked = all.laptop.wire.length;
    expect(passes.length).toBe(1);
    for (let i = 0; i < 1_000; i++) passes[0]?.(encode(liveEvent, flood(all, i)));
    await all.world.time.advance(1_000);
    expect(all.laptop.wire.length - asked).toBeLessThan(50);
    expect((await all.laptop.status()).attention).toEqual([]);
    await expectUnmoved(all, 2);
  });
});
