import { readFileSync } from "node:fs";
import { bitwardenExport } from "@holdfast/core/testing/seed-export";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await twoDevices();
});
afterEach(() => world.end());

const login = (name: string, more: object = {}) => ({ type: 1, name, login: { username: "kim", password: "s3cret" }, ...more });
const exported = (...items: unknown[]) => world.file("export.json", JSON.stringify({ encrypted: false, folders: [], items }));

describe("import", () => {
  it("adds what the file holds, and the other device lists the same", async () => {
    const file = world.file("export.json", bitwardenExport(120, 3));
    const report = await world.json("a", ["import", file]);
    expect(report).toMatchObject({ import: expect.stringMatching(/^[0-9a-f]{32}$/), format: "bitwarden-json", added: 120, skipped: [] });
    await world.done("a", ["sync"]);
    await world.done("b", ["sync"]);
    const onA = (await world.json("a", ["list"])) as readonly { readonly id: string; readonly title: string }[];
    expect(onA.length).toBeGreaterThan(100);
    expect(await world.json("b", ["list"])).toEqual(onA);
    for (const { id } of onA.slice(0, 10)) expect(await world.json("b", ["get", id])).toEqual(await world.json("a", ["get", id]));
    expect(await world.json("b", ["sync"])).toMatchObject({ pulled: 0, pushed: 0 });
  });

  it("previews without a password, a folder or a change", async () => {
    const { code, out, err } = await world.run(["--home", "none", "import", exported(login("One")), "--preview", "--json"]);
    expect([code, err]).toEqual([0, "This was a preview: nothing is saved.\n"]);
    expect(JSON.parse(out)).toEqual({ import: null, format: "bitwarden-json", added: 1, skipped: [], notes: [] });
    expect(world.home("none")).toBeUndefined();
  });

  it("tells what it skipped by its place, the refused among them, and saves the rest", async () => {
    const long = login("Long", { notes: "x".repeat(80_000) });
    const report = await world.json("a", ["import", exported(login("One"), "no item", long, login("Two"))]);
    expect(report).toMatchObject({
      added: 2,
      skipped: [
        { index: 1, title: "" },
        { index: 2, title: "Long", reason: "The item would be too large: 79 KiB of at most 64 KiB." },
      ],
    });
    expect(await world.json("a", ["list"])).toMatchObject([{ title: "One" }, { title: "Two" }]);
    expect(await world.done("a", ["import", exported(login("\u001b[2JEvil", { notes: "x".repeat(80_000) }))])).toBe(
      "Added 0 items.\nSkipped 1 item:\n  item 1 (\ufffd[2JEvil): The item would be too large: 79 KiB of at most 64 KiB.\n",
    );
  });

  it("finds by its content what a file is, and tells what it skipped by its line", async () => {
    const csv = world.file("a.txt", "name,url,username,password,note\r\nOne,,kim,x,\r\nTwo,,kim\r\n");
    expect(await world.json("a", ["import", csv])).toMatchObject({
      format: "chrome-csv",
      added: 1,
      skipped: [{ line: 3, title: "", reason: "It has 3 values where the first line names 5." }],
    });
    expect(await world.done("a", ["import", csv, "--preview"])).toBe(
      "Would add 0 items.\nSkipped 2 items:\n  line 2 (One): The vault has the same item already.\n  line 3: It has 3 values where the first line names 5.\n",
    );
    const txt = world.file("b.csv", "Notes\r\n\r\nName: Three\r\nText: one\r\ntwo\r\n\r\n---\r\n");
    expect(await world.json("a", ["import", txt])).toMatchObject({ format: "kaspersky-txt", added: 1, skipped: [], notes: [] });
    expect(await world.json("a", ["get", "Three"])).toMatchObject({ kind: "note", fields: { note: "one\ntwo" } });
  });

  it("skips exact duplicates, in the vault and in the file, and says so", async () => {
    const file = exported(login("One"), login("One"), login("Two"));
    expect(await world.json("a", ["import", file])).toMatchObject({
      added: 2,
      skipped: [{ index: 1, title: "One", reason: "The file has the same item before it." }],
    });
    await world.done("a", ["rm", "Two"]);
    expect(await world.json("a", ["import", file, "--preview"])).toMatchObject({ import: null, added: 1 });
    expect(await world.json("a", ["import", file])).toMatchObject({ added: 1, skipped: [{ index: 0 }, { index: 1 }] });
  });

  it("has no note on what was not added", async () => {
    const keyed = (name: string) => login(name, { reprompt: 1 });
    const asked = 'asked for the main password again before being shown, which is kept as a custom field: "One".';
    expect(await world.json("a", ["import", exported(keyed("One"))])).toMatchObject({ added: 1, notes: [`1 item ${asked}`] });
    const file = exported(keyed("One"), login("Two"));
    for (const more of [["--preview"], [], []]) expect(await world.json("a", ["import", file, ...more])).toMatchObject({ notes: [] });
    expect(await world.done("a", ["import", exported(keyed("One"), "no item")])).toBe(
      "Added 0 items.\nSkipped 2 items:\n  item 1 (One): The vault has the same item already.\n  item 2: It is no item: the file has something else in its place.\n",
    );
  });

  it("tells a person some of many that were skipped for one reason, and --json all", async () => {
    const file = exported(...Array.from({ length: 30 }, () => login("Same")));
    const lines = (await world.done("a", ["import", file])).split("\n");
    expect(lines.slice(0, 3)).toEqual(["Added 1 item.", "Skipped 29 items:", "  item 2 (Same): The file has the same item before it."]);
    expect(lines.slice(-2)).toEqual(["  and 9 items more: The file has the same item before it.", ""]);
    expect(((await world.json("a", ["import", file])) as { readonly skipped: readonly object[] }).skipped).toHaveLength(30);
  });

  it("previews what would be made and what would be refused, and saves nothing", async () => {
    const file = exported(login("One"), login("Long", { notes: "x".repeat(80_000) }));
    expect(await world.json("a", ["import", file, "--preview"])).toEqual({
      import: null,
      format: "bitwarden-json",
      added: 1,
      skipped: [{ index: 1, title: "Long", reason: "The item would be too large: 79 KiB of at most 64 KiB." }],
      notes: [],
    });
    expect(await world.json("a", ["status"])).toMatchObject({ waiting: 0, items: 0 });
    const locked = await world.run(["--home", "a", "import", file, "--preview", "--json"]);
    expect(locked.code).toBe(0);
    const note = "Not compared with the vault, which is locked: items that it has already are counted here.";
    expect(JSON.parse(locked.out)).toMatchObject({ added: 1, notes: [note] });
  });

  it("[X7] asks before a file of Holdfast puts much of the vault to the trash; a script says --yes", async () => {
    await world.done("a", ["import", exported(login("One"), login("Two"), login("Three"))]);
    await world.done("b", ["sync"]);
    world.hooks.request = () => ({ type: "unreachable", why: "offline" });
    await world.done("b", ["rm", "One"]);
    await world.done("b", ["rm", "Two"]);
    const file = world.path("later.json");
    await world.done("b", ["export", file]);
    const words = ["--home", "a", "--password-file", world.path("password"), "import", file];
    const titles = async () => ((await world.json("a", ["list"])) as readonly { readonly title: string }[]).map(({ title }) => title);
    expect(await world.run(words)).toEqual({
      code: 1,
      out: "",
      err: "The file puts 2 items of 3 items to the trash; say --yes if it shall. Nothing was changed.\n",
    });
    expect(await world.run(words, { answers: ["n"] })).toEqual({ code: 1, out: "", err: "Nothing was changed.\n" });
    expect(world.questions).toEqual(["The file puts 2 items of 3 items to the trash. Go on? [y/N] "]);
    expect(await titles()).toEqual(["One", "Three", "Two"]);
    expect((await world.run([...words, "--preview"])).code).toBe(0);
    expect((await world.run([...words, "--yes"])).code).toBe(0);
    expect(await titles()).toEqual(["Three"]);
  });

  it("[X7] lets no file say that an item of this vault is something else", async () => {
    await world.done("a", ["import", exported(login("One"), login("Two"))]);
    const file = world.path("vault.json");
    await world.done("a", ["export", file]);
    const whole = JSON.parse(readFileSync(file, "utf8"));
    const kinds = ["import", "zz"];
    const items = whole.items
      .filter((item: unknown) => JSON.stringify(item).includes('"login"'))
      .map((item: unknown, i: number) => JSON.parse(JSON.stringify(item).replace('"login"', JSON.stringify(kinds[i]))));
    expect(items).toHaveLength(2);
    const report = await world.json("a", ["import", world.file("other.json", JSON.stringify({ ...whole, items }))]);
    const reason = "The vault holds an item of another kind under its id; it was left alone.";
    expect(report).toMatchObject({ import: null, added: 0, skipped: [{ reason }, { reason }] });
    expect(await world.json("a", ["list"])).toMatchObject([
      { title: "One", kind: "login" },
      { title: "Two", kind: "login" },
    ]);
  });

  it("reads standard input, and shows how far it is", async () => {
    const input = JSON.stringify({ encrypted: false, items: [login("Piped")] });
    expect(await world.done("a", ["import", "-"], { input })).toBe("Added 1 item.\n");
    expect(world.redrawn.at(-1)).toBe(`Saving  [${"#".repeat(24)}]  1 of 1`);
  });

  it("tells nothing of the import's own mark", async () => {
    await world.done("a", ["import", exported(login("One"))]);
    const { fields } = (await world.json("a", ["get", "One"])) as { readonly fields: object };
    expect(fields).toEqual({ password: "s3cret", title: "One", username: "kim" });
    expect(await world.done("a", ["history", "One"])).not.toContain("imported");
    expect(await world.json("a", ["history", "One"])).not.toContainEqual(expect.objectContaining({ path: "imported" }));
  });

  it("[V10] tells the times of the source for what is from before 2025", async () => {
    const passwordHistory = [
      { lastUsedDate: "2020-02-03T04:05:06.000Z", password: "second" },
      { lastUsedDate: "2019-01-02T03:04:05.000Z", password: "first" },
    ];
    const undated = [{ lastUsedDate: null, password: "older" }];
    const old = login("Old", { passwordHistory, creationDate: "2018-01-01T00:00:00.000Z", revisionDate: "2021-05-06T07:08:09.000Z" });
    const file = exported(old, login("Undated", { passwordHistory: undated, revisionDate: "2021-05-06T07:08:09.000Z" }));
    expect(await world.json("a", ["import", file])).toMatchObject({ added: 2, notes: [] });
    await world.done("b", ["sync"]);
    for (const folder of ["a", "b"]) {
      expect(await world.json(folder, ["list"])).toMatchObject([
        { title: "Old", changed: "2021-05-06T07:08:09.000Z" },
        { title: "Undated", changed: "2021-05-06T07:08:09.000Z" },
      ]);
      const passwords = ((await world.json(folder, ["history", "Old"])) as readonly { readonly path: string }[]).filter(
        ({ path }) => path === "password",
      );
      expect(passwords).toMatchObject([
        { value: "s3cret", changed: "2021-05-06T07:08:09.000Z", current: true },
        { value: "second", changed: "2020-02-03T04:05:06.000Z", current: false },
        { value: "first", changed: "2019-01-02T03:04:05.000Z", current: false },
      ]);
    }
    expect(await world.done("a", ["get", "Old"])).toMatch(/Changed +2021-05-06/);
    expect(await world.done("a", ["history", "Old", "--show"])).toMatch(/current +s3cret +2021-05-06.*\n +1 +second +2020-02-03/);
    const undatedRows = await world.json("a", ["history", "Undated"]);
    expect(undatedRows).toContainEqual(expect.objectContaining({ value: "older", changed: null }));
    expect(await world.done("a", ["history", "Undated", "--show"])).toMatch(/ 1 +older +before 2025 on Laptop/);
    await world.done("a", ["edit", "Old", "--field", "username=new"]);
    expect(await world.json("a", ["get", "Old"])).toMatchObject({ changed: new Date(world.time.clock.now()).toISOString() });
  });

  it.each([
    ["no.json", [], 1, "The file can't be read: there is no such file.\n"],
    ["{", [], 1, "This file is no JSON, or it was cut off.\n"],
    [
      '{"encrypted":false,"items":[]}',
      ["--format", "chrome-csv"],
      1,
      "This file is no CSV export of Chrome, Edge or Brave: its first line has to name name, url, username and password.\n",
    ],
    [
      '{"encrypted":false,"items":[]}',
      ["--format", "yaml"],
      2,
      "--format is auto, bitwarden-json, chrome-csv, kaspersky-txt or holdfast.\n",
    ],
  ])("refuses %s %j", async (content, words, code, err) => {
    const file = content === "no.json" ? world.path(content) : world.file("file", content);
    const outcome = await world.run(["--home", "a", "--password-file", world.path("password"), "import", file, ...words]);
    expect(outcome).toEqual({ code, out: "", err });
  });
});
