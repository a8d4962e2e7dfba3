import { decode, pullRequest } from "@holdfast/protocol";
import { MemoryStorage } from "@holdfast/server/testing/memory";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await twoDevices();
});
afterEach(() => world.end());

const on = (folder: string, ...words: readonly string[]) => ["--home", folder, "--password-file", world.path("password"), ...words];
const note = (title: string) => ["add", "--kind", "note", "--title", title];
const titles = async (folder: string) => ((await world.json(folder, ["list"])) as { title: string }[]).map(({ title }) => title).sort();

/** A server that has lost one note of `a`, which `b` has seen. */
async function putBack(): Promise<void> {
  await world.done("a", note("Before"));
  await world.done("b", ["sync"]);
  const backup = world.backup();
  await world.done("a", note("After"));
  await world.done("b", ["sync"]);
  world.putBack(backup);
}

describe("[H3, H16] heal", () => {
  it("says what was seen, what it can mean and what will happen, asks, and heals; the other device follows", async () => {
    await putBack();
    expect((await world.run(on("a", "sync"))).code).toBe(5);
    expect((await world.run(on("a", "status"))).out).toContain("holdfast heal says what can be done");
    const { code, out, err } = await world.run(on("a", "heal"), { answers: ["y"] });
    expect(code).toBe(0);
    expect(out).toBe("");
    expect(world.questions).toContain("Heal? [y/N] ");
    expect(err.split("\n").slice(0, 2)).toEqual([
      "The server lacks changes that this device has seen there.",
      "An older backup may have been put back. It may also hold back the newest state on purpose.",
    ]);
    expect(err).toContain("1 item is only here and will be sent, 0 items are only there and will come, 0 items differ");
    expect(err).toContain("Healed: 1 item joined, 1 item sent.");
    expect((await world.run(on("b", "sync"))).code).toBe(0);
    expect(await titles("b")).toEqual(["After", "Before"]);
    expect((await world.run(on("b", "status", "--check"))).code).toBe(0);
  });

  it("does nothing where nobody says yes, or nobody is there to ask", async () => {
    await putBack();
    const state = world.backup();
    for (const answer of ["", "n", "what"]) {
      expect(await world.run(on("a", "heal"), { answers: [answer] })).toMatchObject({ code: 1 });
    }
    expect(await world.run(on("a", "heal"), { answers: [null] })).toMatchObject({ code: 130 });
    const { code, err } = await world.run(on("a", "heal"));
    expect([code, err]).toEqual([2, expect.stringContaining("holdfast heal --yes does it without a question.")]);
    expect(world.backup().vaults).toEqual(state.vaults);
  });

  it("[S42] says what would take the place of what the server has damaged, and does so on a person's word", async () => {
    await world.done("a", note("Rotten"));
    await world.done("a", note("Whole"));
    const state = world.backup();
    const [rotten] = ((await world.json("a", ["list"])) as { id: string; title: string }[]).filter(({ title }) => title === "Rotten");
    const [vault] = state.vaults.values();
    const row = vault?.current.get(rotten?.id ?? "");
    if (row === undefined) throw new Error("the server has no such item");
    Object.assign(row, { revision: row.revision.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) });
    world.putBack(state);
    const synced = await world.run(on("b", "sync"));
    expect([synced.code, synced.err]).toEqual([5, expect.stringContaining("1 item is damaged on the server")]);
    expect((await world.run(on("b", "status"))).out).toContain("a device that has the right state sends it again");
    const { code, err } = await world.run(on("b", "heal"), { answers: ["y"] });
    expect([code, err]).toEqual([0, expect.stringContaining("Of 1 item nothing was ever here: given up until a device brings it.")]);
    expect((await world.run(on("b", "status", "--check"))).code).toBe(0);
    // It comes back whole; that it was given up meanwhile is a question to the person.
    expect((await world.run(on("a", "sync"))).err).toContain("holdfast conflicts shows both values.");
    await world.run(on("b", "sync"));
    expect(await titles("b")).toEqual(["Rotten", "Whole"]);
  });

  it("[S42] replaces nothing where the server does not send everything, but by a further word", async () => {
    await world.done("a", note("Rotten"));
    const state = world.backup();
    const [rotten] = (await world.json("a", ["list"])) as { id: string }[];
    const [vault] = state.vaults.values();
    const row = vault?.current.get(rotten?.id ?? "");
    if (row === undefined) throw new Error("the server has no such item");
    Object.assign(row, { revision: row.revision.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) });
    world.putBack(state);
    await world.run(on("b", "sync"));
    world.hooks.request = (request) => {
      const asked = request.path.endsWith("/pull") ? decode(pullRequest, request.body ?? new Uint8Array()) : null;
      return asked?.ok && asked.value.whole ? { type: "unreachable", why: "timeout" } : request;
    };
    const { code, err } = await world.run(on("b", "heal", "--yes"));
    expect([code, err]).toEqual([5, expect.stringContaining("Nothing was replaced.")]);
    expect((await world.run(on("b", "heal"), { answers: ["y", "n"] })).code).toBe(5);
    expect((await world.run(on("b", "status", "--check"))).code).toBe(5);
    const { code: at, err: said } = await world.run(on("b", "heal"), { answers: ["y", "y"] });
    expect([at, said]).toEqual([0, expect.stringContaining("Healed: 1 item joined")]);
    expect((await world.run(on("b", "status", "--check"))).code).toBe(0);
  });

  it("--yes --json gives { healed, merged, pushed }, and the same with nothing to heal", async () => {
    expect(await world.json("a", ["heal", "--yes"])).toEqual({ healed: false, merged: 0, pushed: 0 });
    await putBack();
    expect(await world.json("a", ["heal", "--yes"])).toEqual({ healed: true, merged: 1, pushed: 1 });
    expect(await world.json("a", ["heal", "--yes"])).toEqual({ healed: false, merged: 0, pushed: 0 });
  });

  it("[H15] offers to make the account again where the server does not know it, by invitation where it asks for one", async () => {
    await putBack();
    world.putBack(new MemoryStorage().state);
    const synced = await world.run(on("a", "sync"));
    expect([synced.code, synced.err]).toEqual([3, expect.stringContaining("where it has lost the account, see holdfast heal")]);
    const { code, err } = await world.run(on("a", "heal", "--yes", "--invitation-file", world.file("invitation", "00".repeat(16))));
    expect(code).toBe(0);
    expect(err).toContain("It may have been replaced by an empty one");
    expect((await world.run(on("b", "sync"))).code).toBe(0);
    expect(await titles("b")).toEqual(["After", "Before"]);
  });

  it("ends with 4 where the server can't be reached, with 1 where synchronization is off", async () => {
    world.hooks.request = () => ({ type: "unreachable", why: "refused" });
    expect((await world.run(on("a", "heal", "--yes"))).code).toBe(4);
    world.hooks.request = undefined;
    await world.done("a", ["sync", "off"]);
    expect((await world.run(on("a", "heal", "--yes"))).code).toBe(1);
  });
});
