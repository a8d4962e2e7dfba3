import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await twoDevices();
});
afterEach(() => world.end());

const ran = (folder: string, ...words: string[]) => world.run(["--home", folder, "--password-file", world.path("password"), ...words]);
const csv = (...titles: string[]) =>
  world.file(
    "passwords.csv",
    `name,url,username,password,note\r\n${titles.map((title) => `${title},https://example.com,kim,x,\r\n`).join("")}`,
  );
const titles = async (folder: string, ...words: string[]) =>
  ((await world.json(folder, ["list", ...words])) as readonly { readonly title: string }[]).map(({ title }) => title).toSorted();
const importOf = async (file: string) => ((await world.json("a", ["import", file])) as { readonly import: string }).import;

describe("undo-import", () => {
  it("puts the newest import to the trash, on another device, and keeps what was edited since", async () => {
    await world.done("a", ["add", "--kind", "note", "--title", "Own"]);
    await importOf(csv("One", "Two", "Three"));
    await world.done("b", ["sync"]);
    await world.done("b", ["edit", "Two", "--field", "note=mine"]);
    expect(await world.json("b", ["undo-import"])).toEqual({ removed: 2, kept: [expect.stringMatching(/^[0-9a-f]{32}$/)] });
    await world.done("a", ["sync"]);
    for (const folder of ["a", "b"]) {
      expect(await titles(folder)).toEqual(["Own", "Two"]);
      expect(await titles(folder, "--trash")).toEqual(["One", "Three"]);
    }
  });

  it("says what it kept, and does nothing twice", async () => {
    await importOf(csv("One", "Two"));
    await world.done("a", ["edit", "Two", "--field", "note=mine"]);
    const { out, err } = await ran("a", "undo-import");
    expect(out).toMatch(/^Kept, since edited after the import:\n {2}[0-9a-f]{32} Two\n$/);
    expect(err).toMatch(/^Put 1 item to the trash\. /);
    const sentence = "Nothing was taken back: what the import made is in the trash, or was edited since (1 item).\n";
    expect(await ran("a", "undo-import")).toMatchObject({ code: 1, err: sentence });
  });

  it("undoes an older one by its id, and names it where the newest is undone", async () => {
    const older = await importOf(csv("One"));
    await world.time.advance(60_000);
    const newer = await importOf(csv("One", "Two"));
    expect(await ran("a", "undo-import")).toMatchObject({ code: 0, err: expect.stringMatching(/^Put 1 item to the trash\./) });
    const again = await ran("a", "undo-import");
    expect([again.code, again.err]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^That import is undone already: .* The import before it, of .*, is ${older}\\.\\n$`)),
    ]);
    expect(await ran("a", "undo-import", newer)).toMatchObject({ code: 1 });
    expect(await titles("a")).toEqual(["One"]);
    expect(await world.json("a", ["undo-import", older])).toEqual({ removed: 1, kept: [] });
    expect(await titles("a")).toEqual([]);
  });

  it("asks a person first where it takes more than a tenth of the vault, and a script nothing", async () => {
    for (let i = 0; i < 8; i++) await world.done("a", ["add", "--kind", "note", "--title", `Own ${i}`]);
    const id = await importOf(csv("One", "Two"));
    const ask = (...answers: (string | null)[]) =>
      world.run(["--home", "a", "--password-file", world.path("password"), "undo-import", id], { answers });
    expect(await ask("n")).toEqual({ code: 1, out: "", err: "Nothing was taken back.\n" });
    expect((await ask(null)).code).toBe(130);
    expect(world.questions).toEqual(Array(2).fill("Put 2 items of 10 items to the trash? [y/N] "));
    expect(await titles("a")).toHaveLength(10);
    expect((await ask("y")).code).toBe(0);
    expect(await titles("a")).toHaveLength(8);
  });

  it("asks nothing with --yes, nor where it is a tenth of the vault or one item", async () => {
    const undone = async (file: string, ...more: string[]) => {
      const words = ["--home", "a", "--password-file", world.path("password"), "undo-import", await importOf(file), ...more];
      return (await world.run(words, { answers: [] })).code;
    };
    expect(await undone(csv("One", "Two"), "--yes")).toBe(0);
    expect(await undone(csv("Three"))).toBe(0);
    for (let i = 0; i < 18; i++) await world.done("a", ["add", "--kind", "note", "--title", `Own ${i}`]);
    expect(await undone(csv("Four", "Five"))).toBe(0);
    expect(world.questions).toEqual([]);
  });

  it("has nothing to do where nothing was imported", async () => {
    expect(await ran("a", "undo-import")).toMatchObject({ code: 1, err: "Nothing in this vault came by an import.\n" });
    expect(await ran("a", "undo-import", "ab".repeat(16))).toMatchObject({ code: 1, err: "There is no import of that id.\n" });
  });

  it("takes back an export that was read into another vault", async () => {
    await world.done("a", ["add", "--kind", "note", "--title", "Own"]);
    await world.done("a", ["export", world.path("vault.json")]);
    await world.done("other", ["signup", "--server", world.origin, "--account", "robin", "--device", "Desk"]);
    await world.done("other", ["import", world.path("vault.json")]);
    expect(await world.json("other", ["undo-import"])).toEqual({ removed: 1, kept: [] });
    expect([await titles("other"), await titles("other", "--trash")]).toEqual([[], ["Own"]]);
    expect(await world.json("other", ["import", world.path("vault.json")])).toMatchObject({
      added: 0,
      skipped: [{ title: "Own", reason: "It is in the trash of this vault; holdfast restore brings it back." }],
    });
  });
});
