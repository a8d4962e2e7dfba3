import { unlock, unlockWith } from "@holdfast/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { password, type TestWorld, twoDevices } from "../testing/test-world.ts";
import { Agent, idleMs } from "./agent.ts";

let world: TestWorld;
let agent: Agent;
let keys: Uint8Array;
let ended: boolean;

beforeEach(async () => {
  world = await twoDevices();
  const home = world.home("a")?.another();
  if (home === undefined) throw new Error("no folder");
  const client = await unlock(home, password);
  if (!client.ok) throw new Error("locked");
  keys = client.value.keys();
  const { clock, timers } = home.environment;
  agent = new Agent({ client: client.value, home, keys, clock, timers });
  ended = false;
  void agent.ended.then(() => {
    ended = true;
  });
  await agent.start();
  await world.time.advance(0);
});
afterEach(() => world.end());

const minutes = (count: number) => world.time.advance(count * 60_000);

describe("an agent", () => {
  it("[K8] hands its keys to a command, which opens the folder with them", async () => {
    const reply = await agent.handle({ kind: "keys" });
    if (reply?.kind !== "keys") throw new Error("no keys");
    const home = world.home("a")?.another();
    const opened = home === undefined ? null : await unlockWith(home, reply.keys);
    expect(opened?.ok).toBe(true);
  });

  it("locks after a quarter of an hour without a command, and forgets the keys", async () => {
    await minutes(14);
    expect(ended).toBe(false);
    await minutes(2);
    expect(ended).toBe(true);
    expect(keys.every((byte) => byte === 0)).toBe(true);
    expect(await agent.handle({ kind: "keys" })).toBeNull();
  });

  it("stays while commands come", async () => {
    for (let n = 0; n < 5; n++) {
      await minutes(10);
      expect(await agent.handle({ kind: "keys" })).not.toBeNull();
    }
    expect(ended).toBe(false);
  });

  it("gives no keys after a sleep that was longer, whichever comes first, the timer or the command", async () => {
    world.time.setClock(world.time.clock.now() + idleMs);
    expect(await agent.handle({ kind: "keys" })).toBeNull();
    await world.time.advance(0);
    expect(ended).toBe(true);
  });

  it("is not kept awake by a clock that is set back", async () => {
    world.time.setClock(world.time.clock.now() - 10 * 3_600_000);
    await minutes(16);
    expect(ended).toBe(true);
  });

  it("is not kept awake by what other devices save", async () => {
    for (let n = 0; n < 4; n++) {
      await world.done("b", ["add", "--kind", "note", "--title", `${n}`]);
      await minutes(4);
    }
    expect(ended).toBe(true);
  });

  it("sends what a command saved, and answers when it has", async () => {
    world.hooks.request = ({ path }) => ({ type: "unreachable", why: path.includes("push") ? "offline" : "timeout" });
    await world.done("a", ["add", "--kind", "note", "--title", "Kept"]);
    world.hooks.request = undefined;
    const answered = agent.handle({ kind: "saved" });
    await world.time.advance(0);
    expect(await answered).toEqual({ kind: "done" });
    expect(await world.json("a", ["status"])).toMatchObject({ phase: "up-to-date", waiting: 0 });
  });

  it("[S32] sends what waits before it locks, once, however often it is asked", async () => {
    world.hooks.request = () => ({ type: "unreachable", why: "offline" });
    await world.done("a", ["add", "--kind", "note", "--title", "Kept"]);
    world.hooks.request = undefined;
    const locks = [agent.handle({ kind: "lock" }), agent.handle({ kind: "lock" }), agent.lock()];
    await world.time.advance(0);
    expect(await Promise.all(locks)).toEqual([{ kind: "done" }, { kind: "done" }, undefined]);
    expect(await world.json("a", ["status"])).toMatchObject({ waiting: 0 });
  });

  it("ends where its folder is no device any more", async () => {
    await world.done("a", ["signout"]);
    await minutes(1);
    expect(ended).toBe(true);
  });

  it("[S17] lets go of the server when the switch is turned", async () => {
    await world.done("a", ["sync", "off"]);
    expect(await agent.handle({ kind: "switched" })).toEqual({ kind: "done" });
    const asked = world.hooks.record?.length;
    await minutes(10);
    expect(world.hooks.record?.length).toBe(asked);
  });
});
