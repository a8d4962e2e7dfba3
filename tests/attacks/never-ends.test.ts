// A server that keeps a device busy, or idle: answers that never come, statuses and words that are none of ours, hints told again, requests
// that somebody has recorded. Opening, saving and locking never wait for it.

import { decode, type LiveEvent, liveEvent, utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { expectFailure, expectNothingOfIt, scene } from "../support/attack.ts";
import { answerInstead, honest, streamOf } from "../support/lying.ts";
import { replicaState } from "../support/replica-state.ts";
import { expectNothingSent, expectOpensOffline, secretsOf } from "../support/unharmed.ts";
import { expectNothingLost, valuesOf } from "../support/values.ts";
import { settle } from "../support/world.ts";

describe("no answer at all", () => {
  it("[S32] [attack 152] to anything, for ever: the vault opens, saves, finds and locks in no more than three seconds, and tells that it waits", async () => {
    const all = await scene();
    const { world, laptop, phone, post } = all;
    await laptop.synced();
    const open: (() => void)[] = [];
    laptop.hooks.answer = (answer) => new Promise((resolve) => open.push(() => resolve(answer)));
    laptop.liveHooks.message = () => {};
    await laptop.restart();
    await laptop.client.live.start();
    await world.time.advance(0);
    await laptop.edit(post, { note: "nobody answers" });
    await world.time.advance(2_000);
    expect(open.length).toBeGreaterThan(0);
    expect(await laptop.shows(post, "note")).toBe("nobody answers");
    expect((await laptop.status()).waiting).toBe(1);
    expect((await laptop.status()).attention).toEqual([]);
    let locked = false;
    const lock = laptop.client.close().then(() => {
      locked = true;
    });
    await world.time.advance(0);
    await world.time.advance(2_999);
    expect(locked).toBe(false);
    await world.time.advance(1);
    await lock;
    for (const answer of open) answer();
    honest(laptop);
    laptop.liveHooks.message = undefined;
    await laptop.restart();
    expect(await laptop.shows(post, "note")).toBe("nobody answers");
    await settle(laptop, phone);
    await expectNothingOfIt(all);
    expect(await phone.shows(post, "note")).toBe("nobody answers");
  });
});

describe("answers with a status that is none of ours", () => {
  it.each([201, 202, 203, 206, 226, 299])(
    "[S11] [attack 153] %i, with what would be a true answer to a pull: nothing is taken, and nobody is alarmed",
    async (status) => {
      const all = await scene();
      all.laptop.hooks.answer = (answer, { path }) => (path.endsWith("/pull") ? { ...answer, status } : answer);
      await expectFailure(all);
    },
  );

  it.each([201, 204, 304, 404, 409, 500])(
    "[S7] [S8] [attack 153] %i, to a push that the server has kept: it is not taken for acknowledged, and found again",
    async (status) => {
      const all = await scene();
      const { laptop, phone, post } = all;
      await laptop.synced();
      await laptop.edit(post, { note: `answered with ${status}` });
      laptop.hooks.answer = (answer, { path }) => (path.endsWith("/push") ? { ...answer, status } : answer);
      expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
      expect((await laptop.status()).waiting).toBe(1);
      honest(laptop);
      const heads = all.world.vault.heads.length;
      await laptop.synced();
      expect(all.world.vault.heads.length).toBe(heads);
      await expectNothingOfIt(all);
      expect((await phone.past(post, "note")).slice(0, 2)).toEqual([`answered with ${status}`]);
    },
  );
});

describe("words that are none of ours", () => {
  const word = (kind: string, more: Readonly<Record<string, string>> = {}): Uint8Array => {
    const entries = Object.entries({ kind, ...more });
    const text = (of: string) => [0x60 + utf8(of).length, ...utf8(of)];
    return Uint8Array.from([0xa0 + entries.length, ...entries.flatMap(([key, value]) => [...text(key), ...text(value)])]);
  };
  const words: readonly (readonly [string, number, Uint8Array])[] = [
    ["a code that nobody has invented yet", 403, word("vault-moved")],
    ["one that asks for the password", 401, word("password-needed", { ask: "main" })],
    ["one that says to erase", 410, word("erase")],
    ["a code of ours under another's status", 200, word("stale")],
    ["the end of the session, under the status of a full vault", 507, word("session-ended")],
    ["a code like a name that every object has", 409, word("constructor")],
  ];

  it.each(words)(
    "[S19] [attack 154] %s, to every request: a failure like no answer, no sign-in is given up and the edit waits",
    async (_, status, body) => {
      for (const route of ["/challenge", "/session/create", "/pull", "/push"]) {
        const all = await scene();
        const { laptop, phone, world, post } = all;
        await laptop.synced();
        await laptop.edit(post, { note: "kept" });
        if (route !== "/pull" && route !== "/push") world.server.storage.state.sessions.clear();
        if (route === "/pull") await phone.synced();
        answerInstead(laptop, ({ path }) =>
          path.endsWith(route) || (route === "/pull" && path.endsWith("/push")) ? { status, body } : null,
        );
        const before = await replicaState(laptop.home);
        expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
        expect({ ...((await replicaState(laptop.home)) as object), inFlight: null }).toEqual(before);
        expect((await laptop.status()).waiting).toBe(1);
        await expectNothingOfIt(all);
        expect(await phone.shows(post, "note")).toBe("kept");
      }
    },
  );
});

type Poke = Extract<LiveEvent, { kind: "poke" }>;

describe("true pokes", () => {
  it("[S36] [attack 155] kept back and told in reverse, then again and again for ever: a few questions, no alarm, and nothing goes back", async () => {
    const all = await scene();
    const { world, laptop, phone, bank } = all;
    await settle(laptop, phone);
    await laptop.client.live.start();
    await world.time.advance(0);
    const kept: { readonly bytes: Uint8Array; readonly poke: Poke }[] = [];
    const passes: ((bytes: Uint8Array) => void)[] = [];
    laptop.liveHooks.message = (bytes, pass) => {
      const event = decode(liveEvent, bytes);
      if (event.ok && event.value.kind === "poke") kept.push({ bytes, poke: event.value });
      passes.push(pass);
    };
    for (let i = 0; i < 5; i++) {
      await phone.edit(bank, { note: `poke ${i}` });
      await phone.synced();
      await world.time.advance(0);
    }
    expect(kept.map(({ poke }) => poke.commit !== undefined)).toEqual([true, true, true, true, true]);
    const asked = laptop.wire.length;
    const pass = passes[0] as (bytes: Uint8Array) => void;
    for (const { bytes } of kept.toReversed()) pass(bytes);
    await world.time.advance(1_000);
    expect(await laptop.shows(bank, "note")).toBe("poke 4");
    const state = async () => ({ ...((await replicaState(laptop.home)) as object), standing: await laptop.client.head() });
    const before = await state();
    for (let round = 0; round < 200; round++) for (const { bytes } of kept) pass(bytes);
    await world.time.advance(1_000);
    expect(await state()).toEqual(before);
    expect(laptop.wire.length - asked).toBeLessThan(8);
    await laptop.client.live.stop();
    laptop.liveHooks.message = undefined;
    await expectNothingOfIt(all);
  });
});

describe("what somebody has recorded", () => {
  it("[C3] [attack 156] every push and every sign-up of a device, sent again with a session that is good: nothing is written twice", async () => {
    const all = await scene();
    const { world, laptop, phone } = all;
    await settle(laptop, phone);
    const state = structuredClone(world.server.storage.state.vaults);
    const token = /authorization: (.*)/i.exec(phone.sent("pull").at(-1)?.head ?? "")?.[1] ?? "";
    const recorded = [...laptop.wire, ...phone.wire].filter(({ path }) => /\/(?:push|account\/create)$/.test(path));
    expect(recorded.length).toBeGreaterThan(4);
    for (const { method, path, head, requestBody } of recorded) {
      const headers = new Headers({ authorization: token });
      for (const [, name = "", value = ""] of head.matchAll(/^(content-type|holdfast-protocol|if-match): (.*)$/gim))
        headers.set(name, value.trim());
      const request = new Request(world.server.origin + path, { method, headers, body: Uint8Array.from(requestBody) });
      await world.server.fetch(request);
    }
    expect(world.server.storage.state.vaults).toEqual(state);
    await expectNothingOfIt(all);
  });
});

describe("leaving", () => {
  it("[S43] [attack 157] a server that has lost all, and says nothing is new: this device is let go, and what another one has seen comes back by it", async () => {
    const all = await scene();
    const { world, laptop, phone } = all;
    const early = world.backup();
    await laptop.add({ title: "Seen by both" });
    await settle(laptop, phone);
    const values = await valuesOf(laptop);
    const to = await laptop.client.head();
    world.restart(early);
    const nothingNew = streamOf([
      { kind: "begin", to, changes: 0 },
      { kind: "end", to },
    ]);
    answerInstead(laptop, ({ path }) => (path.endsWith("/pull") ? { status: 200, body: nothingNew } : null));
    expect(await laptop.client.signOut({ discard: false })).toEqual({ ok: true, value: undefined });
    expect((await phone.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    expect(await phone.client.signOut({ discard: false })).toMatchObject({ ok: false, error: { type: "unsure" } });
    await expectOpensOffline(phone);
    expect(await phone.client.heal()).toMatchObject({ healed: true });
    await phone.synced();
    await expectNothingLost(values, phone);
    expectNothingSent(phone, await secretsOf(phone));
  });
});
