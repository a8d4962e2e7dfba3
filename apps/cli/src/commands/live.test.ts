// Unlocking, locking, watching and the log, as commands with a person in front of them; agents in this process, without a socket.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { password, type TestWorld, testWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await twoDevices();
});
afterEach(() => world.end());

const at = (folder: string, ...words: string[]) => ["--home", folder, ...words];

describe("unlock", () => {
  it("[K8] asks once; every command after it goes on without the password, until lock", async () => {
    const unlocked = await world.run(at("a", "unlock"), { answers: [password] });
    expect([unlocked.code, unlocked.err]).toEqual([0, "Unlocked. It locks after 15 minutes without a command, or with holdfast lock.\n"]);
    expect((await world.run(at("a", "add", "--kind", "note", "--title", "One"))).code).toBe(0);
    expect(JSON.parse((await world.run(at("a", "list", "--json"))).out)).toMatchObject([{ title: "One" }]);
    expect(await world.run(at("a", "unlock", "--json"))).toMatchObject({
      code: 0,
      err: "This folder is unlocked already.\n",
      out: '{\n  "unlocked": true\n}\n',
    });
    expect(await world.run(at("a", "lock"))).toMatchObject({ code: 0, err: "Locked.\n" });
    expect((await world.run(at("a", "list"))).code).toBe(3);
    expect(await world.run(at("a", "lock"))).toMatchObject({ code: 0, err: "This folder was locked already.\n" });
    expect(world.questions).toEqual(["*Main password: "]);
  });

  it("tells a wrong password and tries three times, as every prompt does", async () => {
    const { code, err } = await world.run(at("a", "unlock"), { answers: ["no", "no", "no"] });
    expect([code, err]).toEqual([3, "The main password is wrong.\nThe main password is wrong.\nThe main password is wrong.\n"]);
    expect(world.agents.of("a")).toBeUndefined();
  });

  it("with a password file checks it, and starts no agent", async () => {
    const file = world.file("right", `${password}\n`);
    const { code, err } = await world.run(at("a", "unlock", "--password-file", file));
    expect([code, err]).toEqual([0, "The main password is right. With --password-file nothing stays unlocked.\n"]);
    expect(world.agents.of("a")).toBeUndefined();
    expect((await world.run(at("a", "unlock", "--password-file", world.file("wrong", "wrong")))).code).toBe(3);
  });

  it("keeps each folder by itself", async () => {
    await world.run(at("a", "unlock"), { answers: [password] });
    expect((await world.run(at("b", "list"))).code).toBe(3);
    expect((await world.run(at("a", "list"))).code).toBe(0);
  });

  it("ends by itself when nobody needs it for a quarter of an hour", async () => {
    await world.run(at("a", "unlock"), { answers: [password] });
    await world.time.advance(16 * 60_000);
    expect((await world.run(at("a", "list"))).code).toBe(3);
  });

  it("of a folder that is no device is refused", async () => {
    expect((await world.run(at("nowhere", "unlock"), { answers: [password] })).code).toBe(3);
    expect((await world.run(at("nowhere", "lock"))).code).toBe(0);
  });
});

describe("while an agent stands", () => {
  beforeEach(async () => {
    await world.run(at("a", "unlock"), { answers: [password] });
    await world.time.advance(0);
  });

  it("what a command saves is sent by the agent before the command says so", async () => {
    const { err } = await world.run(at("a", "add", "--kind", "note", "--title", "One"));
    expect(err).toBe("Saved. Up to date · just now\n");
    await world.done("b", ["sync"]);
    expect(await world.json("b", ["list"])).toMatchObject([{ title: "One" }]);
  });

  it("a server that can't be reached leaves the change saved, counted, and done", async () => {
    world.hooks.request = () => ({ type: "unreachable", why: "offline" });
    const { code, err } = await world.run(at("a", "add", "--kind", "note", "--title", "One"));
    expect([code, err]).toEqual([0, "Saved. Offline · 1 change waiting\n"]);
    world.hooks.request = undefined;
    await world.time.advance(60_000);
    expect(await world.json("a", ["status"])).toMatchObject({ phase: "up-to-date", waiting: 0 });
  });

  it("[attack 121] what opens everything is shown only to who knows the password", async () => {
    for (const command of ["setup-code", "kit", "export -"]) {
      expect((await world.run(at("a", ...command.split(" ")))).code).toBe(3);
      expect((await world.run(at("a", ...command.split(" ")), { answers: [password] })).code).toBe(0);
    }
  });

  it("signing out takes the agent along", async () => {
    expect((await world.run(at("a", "signout"))).code).toBe(0);
    await world.time.advance(0);
    expect(world.agents.of("a")).toBeUndefined();
  });

  it("the switch is heard at once", async () => {
    await world.run(at("a", "sync", "off"));
    await world.run(at("a", "add", "--kind", "note", "--title", "One"));
    await world.time.advance(5 * 60_000);
    expect(JSON.parse((await world.run(at("a", "status", "--json"))).out)).toMatchObject({ phase: "off", waiting: 1 });
    await world.run(at("a", "sync", "on"));
    await world.time.advance(1_000);
    expect(JSON.parse((await world.run(at("a", "status", "--json"))).out)).toMatchObject({ phase: "up-to-date", waiting: 0 });
  });
});

describe("signing up and in by a prompt", () => {
  it("leaves the folder unlocked; with a password file it does not", async () => {
    const other = testWorld();
    const signup = ["signup", "--server", other.origin, "--account", "pat"];
    const made = await other.run(at("x", ...signup), { answers: ["a rather long sentence", "a rather long sentence"] });
    expect([made.code, made.err.includes("made")]).toEqual([0, true]);
    expect((await other.run(at("x", "list"))).code).toBe(0);
    const code = await other.run(at("x", "setup-code"), { answers: ["a rather long sentence"] });
    const file = other.file("password-of-pat", "a rather long sentence");
    expect((await other.run(at("y", "signin", "--setup-code", "-", "--password-file", file), { input: code.out })).code).toBe(0);
    expect((await other.run(at("y", "list"))).code).toBe(3);
    expect((await other.run(at("z", "signin", "--setup-code", "-"), { answers: [code.out.trim(), "a rather long sentence"] })).code).toBe(
      0,
    );
    expect((await other.run(at("z", "list"))).code).toBe(0);
    other.end();
  });
});

describe("sync --watch", () => {
  /** Watches folder b while `meanwhile` happens; the lines it wrote. */
  async function watched(words: readonly string[], meanwhile: () => Promise<void>): Promise<readonly Record<string, unknown>[]> {
    const stop = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const passwordFile = world.file("watching", `${password}\n`);
    const around = { stopped: stop.promise, wrote: () => began.resolve() };
    const watching = world.run(at("b", "--password-file", passwordFile, "sync", "--watch", ...words), around);
    await began.promise;
    for (let n = 0; n < 20; n++) await world.time.advance(0);
    await meanwhile();
    for (let n = 0; n < 20; n++) await world.time.advance(0);
    stop.resolve();
    for (let n = 0; n < 20; n++) await world.time.advance(0);
    const { code, out } = await watching;
    expect(code).toBe(0);
    return out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  }

  it("[S36] writes a line for each change with its title, fields, device and time, and no value", async () => {
    let id = "";
    const lines = await watched([], async () => {
      id = (await world.done("a", ["add", "--kind", "login", "--title", "GitHub", "--field", "username=octo"])).trim();
    });
    expect(lines[0]).toEqual({ event: "status", phase: "up-to-date", waiting: 0, text: "Up to date · just now" });
    const changed = lines.filter(({ event }) => event === "changed");
    const time = new Date(world.time.clock.now()).toISOString();
    expect(changed).toEqual([{ event: "changed", id, title: "GitHub", paths: ["title", "username"], device: "Laptop", at: time }]);
    expect(JSON.stringify(lines)).not.toContain("octo");
  });

  it("tells the values with --show, and those of secret fields too", async () => {
    const lines = await watched(["--show"], async () => {
      await world.done("a", ["add", "--kind", "login", "--title", "GitHub", "--field", "password=-"], { input: "secret" });
    });
    expect(lines.find(({ event }) => event === "changed")).toMatchObject({ values: { title: "GitHub", password: "secret" } });
  });

  it("tells each phase once", async () => {
    const lines = await watched([], async () => {
      world.hooks.request = () => ({ type: "unreachable", why: "offline" });
      await world.time.advance(20 * 60_000);
      world.hooks.request = undefined;
      await world.time.advance(10 * 60_000);
    });
    expect(lines.map(({ phase }) => phase)).toEqual(["up-to-date", "waiting", "up-to-date"]);
  });

  it("takes no further word, and --show goes with it alone", async () => {
    expect((await world.run(at("b", "sync", "on", "--watch"))).code).toBe(2);
    expect((await world.run(at("b", "sync", "--show"))).code).toBe(2);
  });
});

describe("log", () => {
  it("says what came from where, and what went out, newest first", async () => {
    const id = (await world.done("a", ["add", "--kind", "login", "--title", "GitHub", "--field", "username=octo"])).trim();
    await world.done("b", ["sync"]);
    await world.done("a", ["edit", id, "--field", "username=cat"]);
    await world.done("b", ["sync"]);
    const time = new Date(world.time.clock.now()).toISOString();
    const lines = (await world.json("b", ["log"])) as { text: string }[];
    expect(lines[0]).toEqual({ at: time, event: "received", text: "Username of GitHub changed on Laptop", device: "Laptop" });
    expect(lines[1]).toMatchObject({ text: "GitHub added on Laptop" });
    expect((await world.json("a", ["log", "--last", "1"])) as unknown[]).toEqual([
      { at: time, event: "sent", text: "1 change sent: GitHub" },
    ]);
    expect(await world.done("b", ["log", "--last", "1"])).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}Username of GitHub changed on Laptop\n$/);
  });

  it("has a setup code and a kit that were shown, and why a run failed, once", async () => {
    await world.done("a", ["kit"]);
    await world.done("a", ["setup-code"]);
    world.hooks.request = () => ({ type: "unreachable", why: "name" });
    for (let n = 0; n < 3; n++) await world.done("a", ["add", "--kind", "note", "--title", `${n}`]);
    world.hooks.request = undefined;
    const texts = ((await world.json("a", ["log"])) as { text: string }[]).map(({ text }) => text);
    expect(texts.slice(0, 3)).toEqual(["The server's name is not known", "A setup code was shown", "The emergency kit was shown"]);
  });

  it("makes titles fit for a terminal, and takes a number of lines", async () => {
    await world.done("a", ["add", "--kind", "note", "--title", "red\u001b[31m"]);
    expect(await world.done("a", ["log", "--last", "1"])).not.toContain("\u001b");
    for (const last of ["0", "1001", "many", "-1"]) expect((await world.run(at("a", "log", `--last=${last}`))).code).toBe(2);
  });
});
