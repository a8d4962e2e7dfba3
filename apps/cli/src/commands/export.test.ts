import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { utf8 } from "@holdfast/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, twoDevices } from "../testing/test-world.ts";
import { gathered, writeNewFile } from "../write-new-file.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await twoDevices();
  await world.done("a", ["add", "--kind", "login", "--title", "One", "--field", "username=kim", "--field", "password=-"], {
    input: "s3cret-one",
  });
  await world.done("a", ["add", "--kind", "note", "--title", "Gone", "--field", "note=text \u{1f511}"]);
  await world.done("a", ["rm", "Gone"]);
});
afterEach(() => world.end());

const backupPassword = "a password of its own";
const ran = (folder: string, ...words: string[]) => world.run(["--home", folder, "--password-file", world.path("password"), ...words]);
const sealed = () => ["--backup-password-file", world.file("backup-password", `${backupPassword}\n`)];

/** A device of another account. */
async function otherAccount(): Promise<void> {
  await world.done("other", ["signup", "--server", world.origin, "--account", "robin", "--device", "Desk"]);
}

/** Everything that --json tells of the vault, histories and trash included. */
async function told(folder: string): Promise<unknown> {
  const lists = [];
  for (const words of [["list"], ["list", "--trash"], ["conflicts"]]) lists.push(await world.json(folder, words));
  const items = (lists as readonly (readonly { readonly id: string }[])[]).slice(0, 2).flat();
  const whole = [];
  for (const { id } of items) whole.push(await world.json(folder, ["get", id]), await world.json(folder, ["history", id]));
  return [lists, whole];
}

describe("export", () => {
  it("writes the whole vault for its owner alone, and says that it is plain text", async () => {
    const file = world.path("vault.json");
    const { code, out, err } = await ran("a", "export", file);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toBe(
      "Exported 2 items in plain text: whoever gets this has every secret of the vault.\nDelete it when you are done; holdfast backup makes a sealed one.\n",
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const written = readFileSync(file, "utf8");
    expect(JSON.parse(written)).toMatchObject({
      format: "holdfast-export",
      version: 1,
      account: "kim",
      origin: world.origin,
      unreadable: 0,
    });
    for (const text of ["s3cret-one", "text \u{1f511}", "Laptop", "Phone", "trashed"]) expect(written).toContain(text);
  });

  it("comes back identical in another account, and changes nothing the second time", async () => {
    await otherAccount();
    const file = world.path("vault.json");
    expect(await world.json("a", ["export", file])).toEqual({ file, items: 2, unreadable: 0 });
    expect(await world.json("other", ["import", file, "--preview"])).toEqual({
      import: null,
      format: "holdfast",
      added: 2,
      skipped: [],
      notes: [],
    });
    const report = await world.json("other", ["import", file]);
    expect(report).toMatchObject({ import: expect.stringMatching(/^[0-9a-f]{32}$/), format: "holdfast", added: 2, skipped: [] });
    expect(await told("other")).toEqual(await told("a"));
    expect(await world.json("other", ["import", file])).toMatchObject({
      import: null,
      added: 0,
      skipped: [{ reason: "The vault has it already, with all that the file says of it." }, {}],
    });
    expect((await ran("other", "import", file)).err).toMatch(/^Nothing was changed\. /);
    expect(((await world.json("other", ["devices"])) as readonly { readonly name: string }[]).map(({ name }) => name)).toEqual(["Desk"]);
  });

  it("goes to standard output for -", async () => {
    const { code, out, err } = await ran("a", "export", "-");
    expect([code, err]).toEqual([0, expect.stringMatching(/^Exported 2 items in plain text/)]);
    await world.done("a", ["export", world.path("vault.json")]);
    expect(out).toBe(readFileSync(world.path("vault.json"), "utf8"));
  });

  it("writes over nothing, unless it is told to", async () => {
    const file = world.file("taken.json", "mine");
    const { code, err } = await ran("a", "export", file);
    expect([code, err]).toEqual([1, "The export is not written over a file that is there; --force replaces it.\n"]);
    expect(readFileSync(file, "utf8")).toBe("mine");
    writeFileSync(file, "mine", { mode: 0o644 });
    expect((await ran("a", "export", file, "--force")).code).toBe(0);
    expect([JSON.parse(readFileSync(file, "utf8")).format, statSync(file).mode & 0o777]).toEqual(["holdfast-export", 0o600]);
    expect(readdirSync(dirname(file)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("stands behind the main password", async () => {
    const file = world.path("vault.json");
    expect(await world.run(["--home", "a", "export", file])).toMatchObject({ code: 3, out: "" });
    const wrong = await world.run(["--home", "a", "export", file], { answers: ["wrong password", "wrong password", "wrong password"] });
    expect([wrong.code, wrong.out, existsSync(file)]).toEqual([3, "", false]);
    expect(world.questions).toEqual(Array(3).fill("*Main password: "));
  });
});

describe("backup", () => {
  it("holds nothing in the open, and comes back identical with its own password", async () => {
    await otherAccount();
    const file = world.path("vault.backup");
    expect(await world.json("a", ["backup", file, ...sealed()])).toEqual({ file, items: 2, unreadable: 0 });
    const bytes = readFileSync(file);
    expect([statSync(file).mode & 0o777, bytes.subarray(0, 15).toString()]).toEqual([0o600, "holdfast-backup"]);
    for (const text of ["s3cret-one", "username", "holdfast-export", "Laptop"]) expect(bytes.includes(text)).toBe(false);
    expect(await world.json("other", ["import", file, ...sealed()])).toMatchObject({ format: "holdfast", added: 2, skipped: [] });
    expect(await told("other")).toEqual(await told("a"));
  });

  it("asks twice for its password, and for no short one", async () => {
    const file = world.path("vault.backup");
    const main = "correct horse battery";
    const run = (...answers: (string | null)[]) => world.run(["--home", "a", "backup", file], { answers: [main, ...answers] });
    expect(await run("too short")).toMatchObject({ code: 1, err: "The backup's password needs at least 12 characters.\n" });
    expect(await run(backupPassword, `${backupPassword}!`)).toMatchObject({ code: 1, err: "The two passwords differ.\n" });
    expect((await run(null)).code).toBe(130);
    expect(existsSync(file)).toBe(false);
    expect((await run(backupPassword, backupPassword)).code).toBe(0);
    expect(world.questions.slice(-2)).toEqual(["*Password of the backup (at least 12 characters): ", "*Repeat password of the backup: "]);
  });

  it("that does not open is one sentence, and nothing is imported", async () => {
    const file = world.path("vault.backup");
    await world.done("a", ["backup", file, ...sealed()]);
    const closed = { code: 3, out: "", err: "The backup is damaged, or its password is wrong.\n" };
    const wrong = ["--backup-password-file", world.file("wrong", "another password of it")];
    expect(await ran("b", "import", file, ...wrong)).toEqual(closed);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, -1));
    expect(await ran("b", "import", file, ...sealed())).toEqual(closed);
    bytes[16] = 2;
    writeFileSync(file, bytes);
    const newer = "This backup was made by a newer version of Holdfast: update first.\n";
    expect(await ran("b", "import", file, ...sealed())).toEqual({ code: 1, out: "", err: newer });
    expect(await ran("b", "import", file)).toMatchObject({ code: 2, err: expect.stringMatching(/^The backup's own password is needed/) });
    expect(await world.json("b", ["list"])).toHaveLength(0);
  });

  it("goes to a file, and over none that is there", async () => {
    expect(await ran("a", "backup", "-")).toMatchObject({ code: 2, err: "holdfast backup writes to a file.\n" });
    const taken = world.file("taken", "mine");
    expect(await ran("a", "backup", taken, ...sealed())).toMatchObject({ code: 1, err: expect.stringMatching(/not written over/) });
    expect(readFileSync(taken, "utf8")).toBe("mine");
    expect((await ran("a", "backup", taken, ...sealed(), "--force")).code).toBe(0);
  });

  it("takes one input from standard input alone", async () => {
    const words = ["--home", "a", "--password-file", "-", "backup", world.path("x"), "--backup-password-file", "-"];
    expect(await world.run(words, { input: "x" })).toMatchObject({ code: 2, err: "Only one input can come from standard input (-).\n" });
  });
});

describe("a new file", () => {
  async function* broken() {
    yield utf8("half");
    throw new Error("the disk is full");
  }

  it("is whole or not there, and what it would have replaced stays", async () => {
    const file = world.path("new");
    await expect(writeNewFile(file, broken(), false)).rejects.toThrow();
    expect(existsSync(file)).toBe(false);
    world.file("new", "old");
    await expect(writeNewFile(file, broken(), true)).rejects.toThrow();
    expect(readFileSync(file, "utf8")).toBe("old");
    expect(readdirSync(dirname(file)).filter((name) => name.includes(".part"))).toEqual([]);
  });

  it("gathers small pieces into large ones, in their order", async () => {
    const pieces = Array.from({ length: 2_000 }, (_, i) => utf8(String(i).padStart(300, "0")));
    const sizes: number[] = [];
    let text = "";
    for await (const piece of gathered(pieces)) {
      sizes.push(piece.length);
      text += new TextDecoder().decode(piece);
    }
    expect(sizes).toHaveLength(3);
    expect(text).toBe(pieces.map((piece) => new TextDecoder().decode(piece)).join(""));
    for await (const piece of gathered([])) expect(piece).toBeNull();
  });
});
