import { unlock } from "@holdfast/core";
import { MemoryStorage } from "@holdfast/server/testing/memory";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { password, type TestWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await twoDevices();
});
afterEach(() => world.end());

const offline = () => ({ type: "unreachable", why: "offline" }) as const;
const passwordFile = () => ["--password-file", world.path("password")];
const signout = (...more: string[]) => ["--home", "a", ...passwordFile(), "signout", ...more];
const note = (title = "One") => world.done("a", ["add", "--kind", "note", "--title", title]);
const wayOut = "holdfast signout --discard throws away what can't be sent.";

describe("signing out with changes that can't be sent", () => {
  it("is refused while the server can't be reached, and sends them when it can", async () => {
    world.hooks.request = offline;
    await note();
    expect(await world.run(signout())).toEqual({
      code: 1,
      out: "",
      err: `1 change waits to be sent and would be lost. The server can't be reached now: try again when it can. ${wayOut}\n`,
    });
    expect(await world.json("a", ["list"])).toHaveLength(1);
    world.hooks.request = undefined;
    expect(await world.json("a", ["signout"])).toEqual({ signedOut: true, discarded: 0 });
    await world.done("b", ["sync"]);
    expect(await world.json("b", ["list"])).toMatchObject([{ title: "One" }]);
  });

  it("is refused while synchronization is off, naming the switch", async () => {
    await world.done("a", ["sync", "off"]);
    for (const title of ["One", "Two"]) await note(title);
    const { code, err } = await world.run(signout());
    expect(code).toBe(1);
    expect(err).toBe(
      `2 changes wait to be sent and would be lost. Synchronization is off on this device: holdfast sync on, then holdfast sync sends them. ${wayOut}\n`,
    );
  });

  it("is refused where the server knows the account no more, naming the sign-in, or its history is another", async () => {
    const early = world.backup();
    await note("Sent");
    world.putBack(early);
    await note();
    expect((await world.run(signout())).err).toMatch(/^1 change waits .* holdfast heal says what can be done\. holdfast signout --discard/);
    world.putBack({ ...early, accounts: new Map(), sessions: new Map() } as typeof early);
    expect((await world.run(signout())).err).toMatch(/^\d changes? waits? .* The server does not take this device's sign-in; .* --discard/);
  });

  it("throws them away on a person's word alone, and says how many", async () => {
    await world.done("a", ["sync", "off"]);
    for (const title of ["One", "Two"]) await note(title);
    const question = "Throw away 2 changes that could not be sent, for good? [y/N] ";
    const kept = await world.run(signout("--discard"), { answers: ["n"] });
    expect([kept.code, kept.err]).toEqual([1, "Nothing was thrown away; this folder is still signed in.\n"]);
    expect((await world.run(signout("--discard"), { answers: [null] })).code).toBe(130);
    expect(await world.json("a", ["list"])).toHaveLength(2);
    const thrown = await world.run(signout("--discard"), { answers: ["y"] });
    expect([thrown.code, thrown.err]).toEqual([
      0,
      "Signed out; nothing of the vault is left in this folder. 2 changes were thrown away.\n",
    ]);
    expect(world.questions.filter((asked) => asked === question)).toHaveLength(3);
    expect((await world.run(["--home", "a", ...passwordFile(), "list"])).code).toBe(3);
  });

  it("asks a script for --yes, and --yes for --discard", async () => {
    await world.done("a", ["sync", "off"]);
    await note();
    const asked = await world.run(signout("--discard"));
    expect([asked.code, asked.err]).toEqual([
      2,
      "Nobody is there to ask: holdfast signout --discard --yes throws away 1 change that could not be sent, without a question.\n",
    ]);
    expect(await world.run(signout("--yes"))).toEqual({ code: 2, out: "", err: "--yes goes with --discard.\n" });
    expect(await world.json("a", ["list"])).toHaveLength(1);
    expect(await world.json("a", ["signout", "--discard", "--yes"])).toEqual({ signedOut: true, discarded: 1 });
  });

  it("throws nothing away that can be sent, --discard or not, and asks nothing then", async () => {
    world.hooks.request = offline;
    await note();
    world.hooks.request = undefined;
    expect(await world.json("a", ["signout", "--discard"])).toEqual({ signedOut: true, discarded: 0 });
    await world.done("b", ["sync"]);
    expect(await world.json("b", ["list"])).toMatchObject([{ title: "One" }]);
  });

  it("does not throw away what was saved after the question", async () => {
    await world.done("a", ["sync", "off"]);
    await note();
    const { ask } = world.agents;
    const other = world.home("a")?.another();
    world.agents.ask = async (folder, request, ms) => {
      const opened = request.kind !== "lock" || other === undefined ? null : await unlock(other, password);
      if (opened?.ok) await opened.value.add({ kind: "note", edit: new Map([["title", "Late"]]) });
      return ask(folder, request, ms);
    };
    const refused = await world.run(signout("--discard", "--yes"));
    expect([refused.code, refused.err]).toEqual([1, "1 change was saved meanwhile, so this folder is still signed in: try again.\n"]);
    expect(await world.json("a", ["list"])).toHaveLength(2);
  });
});

describe("[S43] signing out with nothing waiting", () => {
  const unsure = (why: string) =>
    `The server has not said that it holds everything that is here. ${why} holdfast backup FILE keeps all of it; holdfast signout --discard signs out all the same.\n`;
  const refused = async (why: string) => {
    expect(await world.run(signout())).toEqual({ code: 1, out: "", err: unsure(why) });
    expect(await world.json("a", ["list"])).toMatchObject([{ title: "One" }]);
  };

  it("is refused where the server was put back, has lost the account, can't be reached or is not asked", async () => {
    const early = world.backup();
    await note();
    const whole = world.backup();
    world.putBack(early);
    await refused("What it holds is not what this device has seen: holdfast heal says what can be done.");
    world.putBack(new MemoryStorage().state);
    await refused("It does not take this device's sign-in; where it has lost the account, holdfast heal brings it back.");
    world.putBack(whole);
    world.hooks.request = offline;
    await refused(`${world.origin} can't be reached: there is no network. Try again when it can.`);
    world.hooks.request = undefined;
    await world.done("a", ["sync", "off"]);
    await refused("Synchronization is off on this device: holdfast sync on, then try again.");
    await world.done("a", ["sync", "on"]);
    expect(await world.json("a", ["signout"])).toEqual({ signedOut: true, discarded: 0 });
  });

  it("is done all the same with --discard, after a question", async () => {
    await note();
    world.hooks.request = offline;
    const asked = await world.run(signout("--discard"));
    expect([asked.code, asked.err]).toEqual([
      2,
      "Nobody is there to ask: holdfast signout --discard --yes throws away what only this folder holds, if anything, without a question.\n",
    ]);
    expect((await world.run(signout("--discard"), { answers: ["n"] })).code).toBe(1);
    expect(world.questions.at(-1)).toBe("Throw away what only this folder holds, if anything, for good? [y/N] ");
    expect((await world.run(signout("--discard"), { answers: ["y"] })).err).toBe(
      "Signed out; nothing of the vault is left in this folder.\n",
    );
  });
});
