// A server with another history than the one its devices have seen: rolled back, forked, replayed, or written by somebody who once
// had keys. Most of it is done to the server's own storage, so that its true code gives the answers.

import { digestAfter, encodeContent } from "@holdfast/core/testing/inside";
import { type Bytes, type DeviceId, equalBytes, type Hash, type HeadRef, type ItemId, type PullFrame, toHex } from "@holdfast/protocol";
import type { MemoryState } from "@holdfast/server/testing/memory";
import { describe, expect, it } from "vitest";
import { expectAlarm, expectHealed, type Scene, scene } from "../support/attack.ts";
import type { Device } from "../support/device.ts";
import { keysOf, sealText, signed, startEpoch, turned } from "../support/keys.ts";
import { alterPulls, honest } from "../support/lying.ts";
import { expectSame, replicaState } from "../support/replica-state.ts";
import { expectNothingSent, expectOpensOffline, secretsOf } from "../support/unharmed.ts";
import { settle } from "../support/world.ts";

async function deviceIdOf({ home }: Device): Promise<DeviceId> {
  const { replica } = await home.store.read();
  if (replica === null) throw new Error("not a device");
  return replica.device;
}

const lastHead = (frames: readonly PullFrame[]): Bytes =>
  frames.flatMap((frame) => (frame.kind === "heads" ? frame.heads : [])).at(-1) ?? new Uint8Array();

interface Rollback extends Scene {
  /** The server as it was two commits earlier, and as it is. */
  readonly before: MemoryState;
  readonly now: MemoryState;
  /** A device that has seen nothing since `before`. */
  readonly tablet: Device;
}

/** The laptop has seen everything. */
async function rollback(): Promise<Rollback> {
  const all = await scene();
  const tablet = await all.world.device("tablet");
  await settle(all.laptop, all.phone, tablet);
  const before = all.world.backup();
  await all.phone.edit(all.github, { note: "after the backup" });
  await all.phone.synced();
  await all.phone.edit(all.github, { note: "and once more" });
  await all.phone.synced();
  await all.laptop.synced();
  return { ...all, tablet, before, now: all.world.backup() };
}

describe("rolled back", () => {
  it("[S20] [attack 39] a server restored from a backup is behind; the devices keep what they have and go on when it is back", async () => {
    const all = await rollback();
    all.world.restart(all.before);
    await expectAlarm(all, "server-behind");
    expect(await all.laptop.shows(all.github, "note")).toBe("and once more");
    all.world.restart(all.now);
    await expectHealed(all);
  });

  it("[S20] [attack 39] a server emptied, or one that answers with an earlier end of its own accord, is behind", async () => {
    for (const seq of [0, 1]) {
      const all = await rollback();
      const to: HeadRef = { seq, hash: (all.world.vault.heads[seq - 1]?.hash ?? new Uint8Array(32)) as Hash };
      alterPulls(all.laptop, () => [
        { kind: "begin", to, changes: 0 },
        { kind: "end", to },
      ]);
      await expectAlarm(all, "server-behind");
      await expectHealed(all);
    }
  });

  it("[S21] [attack 40, 47] rolled back, and written on by a device that had seen less: the histories differ", async () => {
    const all = await rollback();
    const { world, laptop, phone, tablet, bank } = all;
    world.restart(structuredClone(all.before));
    await tablet.edit(bank, { note: "on the other branch" });
    await tablet.synced();
    await tablet.edit(bank, { note: "and on" });
    await tablet.synced();
    expect(world.vault.head.seq).toBeGreaterThanOrEqual((await laptop.client.head()).seq);
    await expectAlarm(all, "history-differs");
    // The other branch as the laptop's server would have to tell it: it does not stand on what the laptop has seen.
    world.restart(structuredClone(all.now));
    await phone.synced();
    await expectHealed(all);
  });

  it("[S21, S25] [attack 40, 62] the same seq under another name", async () => {
    const all = await rollback();
    const other = (to: HeadRef): HeadRef => ({ ...to, hash: turned(to.hash) as Hash });
    alterPulls(all.laptop, (frames) =>
      frames.map((frame) => (frame.kind === "begin" || frame.kind === "end" ? { ...frame, to: other(frame.to) } : frame)),
    );
    await expectAlarm(all, "history-differs");
    await expectHealed(all);
  });

  it("[S8, S20] [attack 53, 54] an acknowledgement that was a lie is caught at the next exchange, and the edit is still here", async () => {
    const all = await rollback();
    await all.laptop.edit(all.bank, { note: "acknowledged and then forgotten" });
    const before = all.world.backup();
    await all.laptop.synced();
    const after = all.world.backup();
    all.world.restart(before);
    await expectAlarm(all, "server-behind");
    expect(await all.laptop.shows(all.bank, "note")).toBe("acknowledged and then forgotten");
    all.world.restart(after);
    await expectHealed(all);
    expect(await all.phone.shows(all.bank, "note")).toBe("acknowledged and then forgotten");
  });
});

describe("withheld", () => {
  it("[attack 47, 51] news that never come are no finding, and the device's own edit brings all of them to light", async () => {
    const all = await scene();
    const { laptop, phone, github, post } = all;
    const head = await laptop.client.head();
    const nothing: readonly PullFrame[] = [
      { kind: "begin", to: head, changes: 0 },
      { kind: "end", to: head },
    ];
    alterPulls(laptop, () => nothing);
    const before = await replicaState(laptop.home);
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    // It shows the state that it has, and since when; that is all that can be known. The phone's place tells the person more.
    expect({ ...((await replicaState(laptop.home)) as object), standing: null }).toEqual({ ...(before as object), standing: null });
    expect((await laptop.status()).seq).toBe(head.seq);
    expectNothingSent(laptop, await secretsOf(laptop));
    await expectOpensOffline(laptop);
    // To take its edit on that head is a fork (S21); to refuse it says that there is more.
    await laptop.edit(post, { note: "mine" });
    await laptop.synced();
    expect(await laptop.shows(github, "password")).toBe("1");
    honest(laptop);
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });
});

describe("forked", () => {
  it("[S23] [attack 47] a branch that does not stand on the head this device has seen, each of its heads true", async () => {
    const all = await scene();
    const { world, laptop, phone, github } = all;
    const tablet = await world.device("tablet");
    await settle(laptop, phone, tablet);
    const fork = world.backup();
    // Branch a: the phone writes two commits. The laptop sees the first of them alone.
    const a = await branch(all, "a");
    world.restart(structuredClone(fork));
    const start = world.vault.head.seq;
    await tablet.edit(github, { note: "b1" });
    await tablet.synced();
    await tablet.edit(github, { note: "b2" });
    await tablet.synced();
    const b = world.backup();
    world.restart(a);
    // What a liar would have to say to lead the laptop from a's first commits to b's end.
    const bVault = [...b.vaults.values()][0];
    const to = bVault?.head as HeadRef;
    const own = (await laptop.client.head()).seq;
    const sealed = (bVault?.heads ?? []).slice(own).map((head) => head.sealed);
    expect(own).toBeGreaterThan(start);
    expect(sealed.length).toBeGreaterThan(0);
    alterPulls(laptop, () => [
      { kind: "begin", to, changes: 0 },
      { kind: "heads", first: own + 1, heads: sealed },
      { kind: "end", to },
    ]);
    await expectAlarm(all, "chain-broken");
    await expectHealed(all);
    expect(await phone.shows(github, "note")).toBe("a2");
  });
});

describe("replayed", () => {
  it("[S20] [attack 26, 39] an old answer to a pull, once the device has seen more", async () => {
    const all = await scene();
    const old: PullFrame[][] = [];
    alterPulls(all.laptop, (frames) => {
      old.push([...frames]);
      return frames;
    });
    await all.laptop.synced();
    honest(all.laptop);
    await all.phone.edit(all.bank, { note: "later" });
    await all.phone.synced();
    await all.laptop.synced();
    alterPulls(all.laptop, () => old[0] ?? []);
    await expectAlarm(all, "server-behind");
    await expectHealed(all);
  });

  it("[S24] an old answer to a pull that ends where the device stands: its heads are no news and not taken for any", async () => {
    const all = await scene();
    const old: PullFrame[][] = [];
    alterPulls(all.laptop, (frames) => {
      old.push([...frames]);
      return frames;
    });
    await all.laptop.synced();
    alterPulls(all.laptop, () => old[0] ?? []);
    await expectAlarm(all, "heads-missing");
    await expectHealed(all);
  });

  it("[S22] [attack 42] an old commit under a new place", async () => {
    const all = await scene();
    const { laptop, world } = all;
    alterPulls(laptop, (frames) => {
      const head = lastHead(frames);
      const hash = world.vault.head.hash;
      return frames.map((frame) => {
        if (frame.kind === "begin" || frame.kind === "end") return { ...frame, to: { seq: frame.to.seq + 1, hash } };
        return frame.kind === "heads" ? { ...frame, heads: [...frame.heads, head] } : frame;
      });
    });
    await expectAlarm(all, "head-damaged");
    await expectHealed(all);
  });

  it("[S7, S8] an old answer to a push acknowledges nothing: a failure and no alarm, and the commit is found again", async () => {
    const all = await scene();
    const { laptop, phone, post } = all;
    await laptop.synced();
    await laptop.edit(post, { note: "1" });
    await laptop.synced();
    const old = laptop.sent("push").at(-1);
    await laptop.edit(post, { note: "2" });
    laptop.hooks.answer = (answer, { path }) => (path.endsWith("/push") ? { status: 200, body: old?.answerBody ?? answer.body } : answer);
    const before = await replicaState(laptop.home);
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    expect({ ...((await replicaState(laptop.home)) as object), inFlight: null }).toEqual(before);
    expect((await laptop.status()).attention).toEqual([]);
    honest(laptop);
    await settle(laptop, phone);
    expect((await phone.past(post, "note")).slice(0, 2)).toEqual(["2", "1"]);
    await expectSame(laptop, phone);
  });
});

describe("written by somebody with keys, on top of the true history", () => {
  /** The server takes a commit over one item whose head says what `head` makes of it. */
  async function forge(all: Scene, lie: (head: { readonly count: number }) => { readonly count: number }): Promise<void> {
    const { phone, world } = all;
    const keys = await keysOf(phone);
    const item = new Uint8Array(16).fill(7) as ItemId;
    const content = encodeContent({ v: 1, kind: "login", fields: new Map(), conflicts: new Map() });
    const sealed = await sealText(phone, item, new TextDecoder().decode(content));
    const digest = await digestAfter(keys.seal.hashMany, phone.home.store, [{ item, hash: sealed.hash }], { whole: false });
    const { head } = world.vault;
    const count = (await phone.home.store.acknowledgedCount()) + digest.added;
    const device = await deviceIdOf(phone);
    const sealedHead = await keys.seal.sealHead({
      seq: head.seq + 1,
      prev: head.hash,
      root: digest.root,
      device,
      time: 0,
      ...lie({ count }),
    });
    const commit = { prev: head.hash, head: sealedHead, changes: [{ item, revision: sealed.revision }] };
    expect(await pushRaw(all, await signed(phone, keys, commit), head.hash)).toBe(200);
  }

  /** Sends bytes as a push with the phone's session. */
  async function pushRaw({ phone, world }: Scene, body: Bytes, prev: Hash): Promise<number> {
    const head = phone.sent("push").at(-1)?.head ?? "";
    const token = /authorization: (.*)/i.exec(head)?.[1] ?? "";
    const path = phone.sent("push").at(-1)?.path ?? "";
    const headers = { authorization: token, "content-type": "application/cbor", "holdfast-protocol": "1", "if-match": `"${toHex(prev)}"` };
    const request = new Request(world.server.origin + path, { method: "POST", headers, body: Uint8Array.from(body) });
    return (await world.server.fetch(request)).status;
  }

  it("[S28] [attack 44] a head whose root is right and whose count is not", async () => {
    const all = await scene();
    const before = all.world.backup();
    await forge(all, ({ count }) => ({ count: count + 1 }));
    await expectAlarm(all, "count-differs");
    all.world.restart(before);
    await expectHealed(all);
  });

  it("[S28] and with the true count the same commit is taken: the forgery was made well", async () => {
    const all = await scene();
    await forge(all, (head) => head);
    await all.laptop.synced();
    expect(equalBytes((await all.laptop.client.head()).hash, all.world.vault.head.hash)).toBe(true);
  });

  it("[S26] [attack 69, 70] a head of an epoch that is over: a device that was removed, with a server that lets it write", async () => {
    const all = await scene();
    const { laptop, phone, world, post } = all;
    await laptop.synced();
    await phone.synced();
    await startEpoch(laptop, 2);
    await laptop.edit(post, { note: "under the new epoch" });
    await laptop.synced();
    // The phone was not given the new keys, and is told so.
    expect((await phone.sync()).end).toEqual({ type: "sign-in-needed" });
    const honestState = world.backup();
    const own = await keysOf(phone);
    const { head } = world.vault;
    const device = await deviceIdOf(phone);
    const root = new Uint8Array(32) as Hash;
    const sealedHead = await own.seal.sealHead({ seq: head.seq + 1, prev: head.hash, root, count: 0, device, time: 0 });
    const [hash] = await own.seal.hashMany([sealedHead]);
    const to: HeadRef = { seq: head.seq + 1, hash: hash as Hash };
    world.vault.heads.push({ hash: to.hash, sealed: sealedHead, branch: [] });
    Object.assign(world.vault, { head: to });
    await expectAlarm(all, "epoch-fell");
    world.restart(honestState);
    await laptop.synced();
    expect((await laptop.status()).attention).toEqual([]);
    expect((await laptop.status()).waiting).toBe(0);
  });
});

/** Two commits of the phone, of which the laptop sees the first; the server as it is then. */
async function branch({ world, laptop, phone, github }: Scene, name: string): Promise<MemoryState> {
  await phone.edit(github, { note: `${name}1` });
  await phone.synced();
  await laptop.synced();
  await phone.edit(github, { note: `${name}2` });
  await phone.synced();
  return world.backup();
}
