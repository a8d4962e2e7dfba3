import { unlock } from "@holdfast/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { password, type Ran, type TestWorld, testWorld } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = testWorld();
  await world.done("a", ["signup", "--server", world.origin, "--account", "kim", "--device", "Laptop"]);
});
afterEach(() => world.end());

const ran = (...words: string[]): Promise<Ran> => world.run(["--home", "a", "--password-file", world.path("password"), ...words]);
const add = (kind: string, title: string, ...fields: string[]) => [
  "add",
  "--kind",
  kind,
  "--title",
  title,
  ...fields.flatMap((field) => ["--field", field]),
];
const edit = (title: string, ...fields: string[]) => ["edit", title, ...fields.flatMap((field) => ["--field", field])];
const fieldsOf = async (title: string) => ((await world.json("a", ["get", title])) as { readonly fields: Record<string, unknown> }).fields;

/** What a newer version would have written. */
async function addAsNewer(kind: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const home = await world.home("a")?.restarted();
  const client = home && (await unlock(home, password));
  if (client?.ok !== true) throw new Error("the device does not open");
  const added = await client.value.add({ kind, edit: new Map(Object.entries(fields)) });
  await client.value.close();
  return added.ok ? added.value.id : "";
}

describe("add", () => {
  it.each([
    [[], "holdfast add needs --kind K and --title T."],
    [["--kind", "login"], "holdfast add needs --kind K and --title T."],
    [add("spaceship", "x"), /^There is no such kind\. Kinds: login password card /],
    [add("login", " "), "--title needs a text."],
    [add("login", "x", "title=y"), "The title stands there twice: as --title and as --field."],
    [add("login", "x", "username"), "--field needs PATH=VALUE."],
    [add("login", "x", "username=a", "username=b"), "--field username stands there twice."],
    [add("login", "x", "colour=blue"), /^There is no such field\. Fields of a login: title, username, password, totp, note, /],
    [add("login", "x", "trashed=now"), /^An item goes to the trash with holdfast rm/],
    [add("wifi", "x", "hidden=perhaps"), "hidden: The value must be true or false."],
  ])("refuses %j as wrong use", async (words, sentence) => {
    const { code, out, err } = await ran(...(words[0] === "add" ? words : ["add", ...words]));
    expect([code, out]).toEqual([2, ""]);
    if (typeof sentence === "string") expect(err).toBe(`${sentence}\n`);
    else expect(err).toMatch(sentence);
  });

  it.each([
    ["login", "password"],
    ["login", "totp"],
    ["card", "number"],
    ["ssh-key", "private-key"],
    ["bank-account", "iban"],
  ])("never takes the secret of a %s's %s from an argument, nor repeats it", async (kind, path) => {
    const { code, err } = await ran(...add(kind, "x", `${path}=hunter2`));
    expect([code, err]).toEqual([2, `${path} is secret and never stands in an argument: use ${path}=- to type or pipe it.\n`]);
  });

  it("takes several addresses, tags and fields of one's own, in their order", async () => {
    const fields = [
      "uri=https://b.example",
      "uri=https://a.example",
      "tag=Home",
      "tag=Bank",
      "favorite=true",
      "custom/Colour=blue",
      "custom/Size=9",
    ];
    await world.done("a", add("login", "Shop", ...fields));
    expect(await world.json("a", ["list"])).toMatchObject([
      { uris: ["https://b.example", "https://a.example"], tags: ["Bank", "Home"], favorite: true, username: null },
    ]);
    const shown = await world.done("a", ["get", "Shop"]);
    expect(shown).toMatch(/Colour +blue\n +Size +9\n/);
  });

  it("asks for a value on a terminal, unseen where it is secret", async () => {
    const words = ["--home", "a", ...add("login", "Asked", "password=-")];
    expect((await world.run(words, { answers: [password, "typed secret"] })).code).toBe(0);
    expect(world.questions).toEqual(["*Main password: ", "*password: "]);
    const seen = ["--home", "a", ...add("login", "Seen", "username=-")];
    expect((await world.run(seen, { answers: [password, "octo"] })).code).toBe(0);
    expect(world.questions.at(-1)).toBe("username: ");
    expect(await fieldsOf("Asked")).toEqual({ title: "Asked", password: "typed secret" });
  });

  it("keeps the lines of a piped value, without the last line end", async () => {
    await world.done("a", add("ssh-key", "Key", "private-key=-"), { input: "-----BEGIN\nabc\n-----END\n" });
    expect(await fieldsOf("Key")).toEqual({ title: "Key", "private-key": "-----BEGIN\nabc\n-----END" });
  });

  it("conceals a field of one's own that was piped", async () => {
    await world.done("a", add("login", "Phone", "custom/PIN=-"), { input: "1234" });
    expect(Object.values(await fieldsOf("Phone"))).toContainEqual({ label: "PIN", value: "1234", concealed: true });
    expect(await world.done("a", ["get", "Phone"])).toMatch(/PIN +••••••••\n/);
    expect((await ran(...edit("Phone", "custom/PIN=5678"))).code).toBe(2);
  });

  it("refuses an empty input and two inputs", async () => {
    const empty = ["--home", "a", "--password-file", world.path("password"), ...add("login", "x", "password=-")];
    expect(await world.run(empty, { input: "" })).toMatchObject({
      code: 2,
      err: "Nothing came for password; password= removes a field.\n",
    });
    expect(await ran(...add("login", "x", "password=-", "note=-"))).toMatchObject({ code: 2 });
  });

  it("tells what is too large", async () => {
    const words = ["--home", "a", "--password-file", world.path("password"), ...add("note", "Long", "note=-")];
    expect(await world.run(words, { input: "x".repeat(66_000) })).toMatchObject({
      code: 1,
      err: "The item would be too large: 65 KiB of at most 64 KiB.\n",
    });
  });
});

describe("edit", () => {
  it("changes, adds and removes, and keeps an address's matching and place", async () => {
    await world.done("a", add("login", "Shop", "uri=https://one.example", "uri=https://two.example", "username=kim", "tag=Home"));
    const paths = Object.keys(await fieldsOf("Shop")).filter((path) => path.startsWith("uri/"));
    const first = paths.find((path) => path !== "") ?? "";
    await world.done("a", edit("Shop", `${first}=https://new.example`, "username=", "tag/Home=", "custom/Size=9", "note=hello"));
    const fields = await fieldsOf("Shop");
    expect(fields).toMatchObject({ title: "Shop", note: "hello", [first]: { uri: "https://new.example", match: null } });
    expect(Object.keys(fields)).not.toContain("username");
    expect(await world.json("a", ["get", "Shop"])).toMatchObject({ tags: [], uris: expect.arrayContaining(["https://new.example"]) });
    await world.done("a", edit("Shop", "custom/Size=10"));
    expect(await world.done("a", ["get", "Shop", "--field", "custom/Size"])).toBe("10\n");
    await world.done("a", edit("Shop", "custom/Size=", `${first}=`));
    expect((await ran("get", "Shop", "--field", "custom/Size")).err).toBe("The item has no such field.\n");
    expect(await world.json("a", ["get", "Shop"])).toMatchObject({ uris: [expect.any(String)] });
  });

  it("says when there is nothing to change, and refuses to be called without a field", async () => {
    await world.done("a", add("login", "Shop"));
    expect(await ran(...edit("Shop", "username="))).toMatchObject({ code: 0, err: "Nothing to change. Up to date · just now\n" });
    expect(await ran("edit", "Shop")).toMatchObject({ code: 2 });
    expect(await ran(...edit("Shop", "title="))).toMatchObject({ code: 2, err: "A title can't be removed.\n" });
    expect(await ran(...edit("Shop", "uri/zz=https://x.example"))).toMatchObject({ code: 2 });
  });

  it("[V1] leaves unknown fields alone, and sets or removes them only by their exact name", async () => {
    const id = await addAsNewer("login", { title: "New", zodiac: "lion", hand: "left" });
    await world.done("a", edit("New", "username=octo"));
    await world.done("a", edit(id, "zodiac=-"), { input: "crab" });
    await world.done("a", edit(id, "hand="));
    expect(await fieldsOf("New")).toEqual({ title: "New", username: "octo", zodiac: "crab" });
    expect(await ran(...edit(id, "zodiac=seen"))).toMatchObject({ code: 2 });
    expect(await ran(...edit(id, "house=-"))).toMatchObject({ code: 2 });
    expect(await world.json("a", ["status"])).toMatchObject({ hidden: 1, attention: [{ kind: "update-needed", items: [id] }] });
  });

  it("[V1] does not list a kind that it does not know, counts it, and edits it by id", async () => {
    const id = await addAsNewer("spaceship", { title: "Rocket", fuel: "liquid" });
    expect(await world.json("a", ["list"])).toEqual([]);
    expect(await world.json("a", ["status"])).toMatchObject({ items: 0, hidden: 1 });
    await world.done("a", edit(id, "title=Rocket 2", "note=to the moon"));
    expect(await world.json("a", ["get", id])).toMatchObject({
      kind: "spaceship",
      fields: { title: "Rocket 2", note: "to the moon", fuel: "liquid" },
    });
    expect(await world.done("a", ["get", id])).toMatch(/fuel +••••••••\n/);
  });
});

describe("get", () => {
  it("hides secrets unless asked, and tells one field as it is", async () => {
    await world.done("a", add("login", "Bank", "password=-"), { input: "s3cret" });
    expect(await world.done("a", ["get", "Bank"])).toContain("Password  ••••••••\n");
    expect(await world.done("a", ["get", "Bank", "--show"])).toContain("Password  s3cret\n");
    expect(await world.done("a", ["get", "Bank", "--field", "password"])).toBe("s3cret\n");
    expect(await world.json("a", ["get", "Bank", "--field", "password"])).toMatchObject({ title: "Bank", fields: { password: "s3cret" } });
  });

  it("names the ids where several items have the title", async () => {
    const ids = [await world.done("a", add("note", "Twin")), await world.done("a", add("note", "Twin"))].map((id) => id.trim());
    const { code, err } = await ran("get", "Twin");
    expect(code).toBe(1);
    for (const id of ids) expect(err).toContain(id);
    expect(await world.json("a", ["get", ids[1] ?? ""])).toMatchObject({ id: ids[1] });
    expect(await ran("get", "Nobody")).toMatchObject({ code: 1, err: "There is no such item.\n" });
  });

  it("sends nothing to a terminal that would move its cursor, and everything to a pipe", async () => {
    const title = "Evil\u001b[2J\u202etitle";
    await world.done("a", add("login", title, "username=a\u001b]0;x\u0007"));
    for (const words of [["list"], ["get", title], ["history", title], ["get", title, "--field", "username"]]) {
      const out = await world.done("a", words, { width: 80 });
      expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\u202e/u);
    }
    expect(await world.done("a", ["get", title, "--field", "username"])).toBe("a\u001b]0;x\u0007\n");
  });
});

describe("list", () => {
  it("filters by kind and by words that are not secret", async () => {
    await world.done("a", add("login", "Alpha", "username=kim", "password=-"), { input: "needle" });
    await world.done("a", add("note", "Beta", "note=about the needle", "tag=Sewing"));
    const titles = async (...words: string[]) =>
      ((await world.json("a", ["list", ...words])) as readonly { readonly title: string }[]).map(({ title }) => title);
    expect(await titles()).toEqual(["Alpha", "Beta"]);
    expect(await titles("--kind", "login")).toEqual(["Alpha"]);
    expect(await titles("--search", "NEEDLE")).toEqual(["Beta"]);
    expect(await titles("--search", "sewing about")).toEqual(["Beta"]);
    expect(await titles("--search", "kim beta")).toEqual([]);
    expect((await ran("list", "--kind", "spaceship")).code).toBe(2);
  });

  it("stands in columns as wide as the terminal, with a header there alone", async () => {
    await world.done("a", add("login", `A very long title ${"x".repeat(100)}`, `username=${"y".repeat(60)}`, "tag=Work", "favorite=true"));
    const wide = (await world.done("a", ["list"], { width: 60 })).trimEnd().split("\n");
    expect(wide).toHaveLength(2);
    for (const line of wide) expect(line.length).toBeLessThanOrEqual(60);
    expect(wide[0]).toMatch(/^Title .*Username .*Kind .*Tags .*Changed/);
    const piped = await world.done("a", ["list"]);
    expect(piped).toContain("x".repeat(100));
    expect(piped).not.toContain("Title");
  });

  it("says so where there is nothing", async () => {
    expect(await ran("list")).toEqual({ code: 0, out: "", err: "No items.\n" });
    expect(await ran("list", "--trash")).toMatchObject({ err: "The trash is empty.\n" });
    expect(await ran("list", "--json")).toEqual({ code: 0, out: "[]\n", err: "" });
  });
});

describe("status", () => {
  it("has every key of its document", async () => {
    const status = (await world.json("a", ["status"])) as Record<string, unknown>;
    expect(Object.keys(status)).toEqual("phase text enabled waiting seq serverSeq lastSync items hidden attention devices".split(" "));
    expect(status).toMatchObject({ phase: "up-to-date", lastSync: "2026-03-01T12:00:00.000Z", attention: [] });
  });

  it("says it in words, and ends with 5 only when it is asked to check", async () => {
    expect(await ran("status", "--check")).toMatchObject({ code: 0, err: "" });
    await addAsNewer("spaceship", { title: "Rocket" });
    expect(await ran("status")).toMatchObject({ code: 0 });
    const { code, out, err } = await ran("status", "--check");
    expect([code, err]).toEqual([5, "Something needs attention.\n"]);
    expect(out).toContain("1 item is not shown whole by this version; update Holdfast.");
    expect(out).toContain("0, of which 1 can't be shown whole");
  });
});
