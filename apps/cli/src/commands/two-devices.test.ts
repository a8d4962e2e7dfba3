import type { TransportFailure } from "@holdfast/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await twoDevices();
});
afterEach(() => world.end());

const offline = (): TransportFailure => ({ type: "unreachable", why: "offline" });
const login = (...fields: string[]) => ["add", "--kind", "login", "--title", "GitHub", ...fields.flatMap((field) => ["--field", field])];
const quiet = async (folder: string): Promise<number> =>
  (await world.run(["--home", folder, "--password-file", world.path("password"), "sync"])).code;

async function apart(onA: readonly string[], onB: readonly string[], inputs: { readonly a?: string; readonly b?: string } = {}) {
  world.hooks.request = offline;
  await world.done("a", onA, inputs.a === undefined ? {} : { input: inputs.a });
  await world.time.advance(1_000);
  await world.done("b", onB, inputs.b === undefined ? {} : { input: inputs.b });
  world.hooks.request = undefined;
  const codes = [await quiet("a"), await quiet("b"), await quiet("a")];
  return codes.at(-1);
}

describe("two devices", () => {
  it("list the same item, field by field", async () => {
    await world.done("a", login("username=octo", "uri=https://github.com", "tag=Work", "password=-"), { input: "s3cret\n" });
    await world.done("b", ["sync"]);
    const onA = await world.json("a", ["get", "GitHub"]);
    expect(await world.json("b", ["get", "github"])).toEqual(onA);
    expect(onA).toMatchObject({
      kind: "login",
      title: "GitHub",
      username: "octo",
      uris: ["https://github.com"],
      tags: ["Work"],
      favorite: false,
      trashed: false,
      waiting: false,
      conflict: false,
      changed: "2026-03-01T12:00:00.000Z",
      fields: { title: "GitHub", username: "octo", password: "s3cret", "tag/Work": true },
    });
    expect(await world.json("b", ["sync"])).toMatchObject({ phase: "up-to-date", pulled: 0, pushed: 0, requests: 1 });
  });

  it("keep both edits of different fields made offline", async () => {
    await world.done("a", login("username=octo"));
    await world.done("b", ["sync"]);
    expect(await apart(["edit", "GitHub", "--field", "username=cat"], ["edit", "GitHub", "--field", "note=from B"])).toBe(0);
    for (const folder of ["a", "b"]) {
      expect(await world.json(folder, ["get", "GitHub"])).toMatchObject({
        conflict: false,
        fields: { username: "cat", note: "from B" },
      });
    }
  });

  it("mark a field changed in both places until one value is picked", async () => {
    await world.done("a", login("password=-"), { input: "first" });
    await world.done("b", ["sync"]);
    const edit = ["edit", "GitHub", "--field", "password=-"];
    expect(await apart(edit, edit, { a: "from A", b: "from B" })).toBe(5);
    for (const folder of ["a", "b"]) {
      expect(await world.json(folder, ["conflicts"])).toMatchObject([
        { title: "GitHub", path: "password", current: { value: "from B", device: "Phone" }, other: { value: "from A", device: "Laptop" } },
      ]);
      expect(await world.json(folder, ["status"])).toMatchObject({ phase: "attention", attention: [{ kind: "conflict" }] });
    }
    const synced = await world.run(["--home", "a", "--password-file", world.path("password"), "sync"]);
    expect([synced.code, synced.err]).toEqual([5, "1 item changed in two places. holdfast conflicts shows both values.\n"]);
    await world.done("a", ["conflicts", "--pick", "GitHub", "password", "other"]);
    await world.done("b", ["sync"]);
    expect(await world.json("b", ["conflicts"])).toEqual([]);
    expect(await world.done("b", ["get", "GitHub", "--field", "password"])).toBe("from A\n");
    const values = (await world.json("b", ["history", "GitHub"])) as readonly { readonly path: string; readonly value: unknown }[];
    expect(values.filter(({ path }) => path === "password").map(({ value }) => value)).toEqual(["from A", "from B", "from A", "first"]);
  });

  it("bring an item back that one edited while the other put it to the trash", async () => {
    await world.done("a", login("username=octo"));
    await world.done("b", ["sync"]);
    expect(await apart(["rm", "GitHub"], ["edit", "GitHub", "--field", "username=cat"])).toBe(5);
    for (const folder of ["a", "b"]) {
      expect(await world.json(folder, ["list"])).toMatchObject([{ title: "GitHub", username: "cat", trashed: false, conflict: true }]);
    }
    expect(await world.done("a", ["conflicts"])).toMatch(
      /GitHub · trashed\n {2}current {2}not in the trash .*\n {2}other +in the trash +.* on Laptop/,
    );
  });

  it("both add, and both have both", async () => {
    const add = (title: string) => ["add", "--kind", "note", "--title", title];
    expect(await apart(add("On A"), add("On B"))).toBe(0);
    for (const folder of ["a", "b"]) expect(await world.json(folder, ["list"])).toMatchObject([{ title: "On A" }, { title: "On B" }]);
  });
});

describe("offline", () => {
  it("is no error: the change is done, counted, and goes later", async () => {
    world.hooks.request = offline;
    const { code, err, out } = await world.run(["--home", "a", "--password-file", world.path("password"), ...login()]);
    expect([code, err]).toEqual([0, "Saved. Offline · 1 change waiting\n"]);
    expect(out).toMatch(/^[0-9a-f]{32}\n$/);
    expect(await world.json("a", ["status"])).toMatchObject({ phase: "waiting", waiting: 1, text: "Offline · 1 change waiting" });
    expect(await world.json("a", ["list"])).toMatchObject([{ title: "GitHub", waiting: true }]);
    expect(await quiet("a")).toBe(4);
    world.hooks.request = undefined;
    expect(await world.json("a", ["sync"])).toMatchObject({ phase: "up-to-date", pushed: 1 });
  });
});

describe("the switch", () => {
  it("asks nothing of the server while it is off", async () => {
    const { code, err } = await world.run(["--home", "a", "sync", "off"]);
    expect([code, err]).toEqual([0, "Synchronization of this device is off. Changes are saved and wait.\n"]);
    const before = world.hooks.record?.length;
    await world.done("a", login());
    for (const words of [["list"], ["get", "GitHub"], ["status"], ["devices"], ["history", "GitHub"]]) await world.done("a", words);
    expect(await quiet("a")).toBe(1);
    expect(await world.json("a", ["status"])).toMatchObject({ phase: "off", enabled: false, waiting: 1 });
    expect(world.hooks.record?.length).toBe(before);
  });

  it("sends what waited when it is switched on with a password at hand", async () => {
    await world.run(["--home", "a", "sync", "off"]);
    await world.done("a", login());
    await world.done("a", ["sync", "on"]);
    expect(await world.json("a", ["status"])).toMatchObject({ phase: "up-to-date", waiting: 0, enabled: true });
  });
});

describe("the trash", () => {
  it("takes an item and gives it back", async () => {
    const id = (await world.json("a", login("username=octo"))) as { readonly id: string };
    expect(await world.json("a", ["rm", "GitHub"])).toEqual(id);
    expect(await world.json("a", ["list"])).toEqual([]);
    expect(await world.json("a", ["list", "--trash"])).toMatchObject([{ ...id, trashed: true }]);
    expect((await world.run(["--home", "a", "--password-file", world.path("password"), "rm", id.id])).code).toBe(1);
    await world.done("a", ["restore", "GitHub"]);
    expect(await world.json("a", ["list"])).toMatchObject([{ ...id, trashed: false, username: "octo" }]);
  });
});

describe("history", () => {
  it("puts back the value before the current by its number", async () => {
    await world.done("a", login("username=one"));
    for (const name of ["two", "three"]) await world.done("a", ["edit", "GitHub", "--field", `username=${name}`]);
    const told = await world.done("a", ["history", "GitHub"]);
    expect(told).toMatch(/username\n {2}current {2}three .*\n {8}1 {2}two .*\n {8}2 {2}one /);
    await world.done("a", ["history", "GitHub", "--restore", "username", "2"]);
    expect(await world.done("a", ["get", "GitHub", "--field", "username"])).toBe("one\n");
    const tooFar = ["--home", "a", "--password-file", world.path("password"), "history", "GitHub", "--restore", "username", "9"];
    expect((await world.run(tooFar)).code).toBe(1);
  });

  it("hides secrets until they are asked for", async () => {
    await world.done("a", login("password=-"), { input: "s3cret" });
    expect(await world.done("a", ["history", "GitHub"])).not.toContain("s3cret");
    expect(await world.done("a", ["history", "GitHub", "--show"])).toContain("s3cret");
  });
});

describe("devices", () => {
  it("are told by name, this one first", async () => {
    const devices = (await world.json("b", ["devices"])) as readonly object[];
    expect(devices).toMatchObject([
      { name: "Phone", current: true },
      { name: "Laptop", current: false, lastSync: "2026-03-01T12:00:00.000Z" },
    ]);
    expect(Object.keys(devices[0] ?? {})).toEqual(["id", "name", "current", "lastSync", "seq"]);
    expect(await world.done("b", ["devices"])).toContain("Phone   this device");
  });
});
