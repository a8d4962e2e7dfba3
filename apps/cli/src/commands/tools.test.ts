import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ran, type TestWorld, testWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
afterEach(() => world.end());

const ran = (...words: string[]): Promise<Ran> => world.run(["--home", "a", "--password-file", world.path("password"), ...words]);
const signUp = async (): Promise<void> => {
  world = testWorld();
  await world.done("a", ["signup", "--server", world.origin, "--account", "kim", "--device", "Laptop"]);
};
const add = (title: string, input: string, path = "password") =>
  world.done("a", ["add", "--kind", "login", "--title", title, "--field", `${path}=-`], { input });

describe("generate", () => {
  beforeEach(() => {
    world = testWorld();
  });
  const made = async (...words: string[]): Promise<string> => {
    const { code, out, err } = await world.run(["generate", ...words]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.endsWith("\n")).toBe(true);
    return out.slice(0, -1);
  };

  it("makes 20 characters of all classes, another each time, without account or folder", async () => {
    const password = await made();
    expect(password).toHaveLength(20);
    for (const set of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(set);
    expect(await made()).not.toBe(password);
    expect(world.home("a")).toBeUndefined();
  });

  it("keeps to what is asked", async () => {
    expect(await made("--length", "64", "--no-symbols", "--no-upper", "--no-look-alikes")).toMatch(/^[a-km-np-z2-9]{64}$/);
    expect(await made("--length=8", "--no-lower", "--no-upper", "--no-symbols")).toMatch(/^\d{8}$/);
    expect(await made("--rules", "minlength: 6; maxlength: 6; required: digit; required: [-x]")).toMatch(/^[\dx-]{6}$/);
    expect(await made("--words", "4", "--separator", "-", "--capitals", "--number")).toMatch(/^(?:[A-Z][a-z]+-?[a-z]*\d?-?){4}$/);
    expect((await made("--words", "6", "--separator", " ")).split(" ")).toHaveLength(6);
  });

  it("answers one document with --json", async () => {
    const { out } = await world.run(["generate", "--json"]);
    expect(JSON.parse(out)).toEqual({ password: expect.stringMatching(/^.{20}$/) });
  });

  it.each([
    [["--length", "7"], "--length is a number from 8 to 128."],
    [["--length", "1e2"], "--length is a number from 8 to 128."],
    [["--words", "2"], "--words is a number from 3 to 20."],
    [["--words", "many"], "--words is a number from 3 to 20."],
    [["--words", "5", "--length", "20"], "--length does not go with --words."],
    [["--separator", "."], "--separator goes with --words N."],
    [["--words", "5", "--separator", "123456789"], "--separator has at most 8 characters."],
    [["--no-lower", "--no-upper", "--no-digits", "--no-symbols"], "No characters are left to make a password of."],
    [["--rules", "minlength: few"], "--rules is no such text: it stops making sense at character 12."],
    [["--rules", "minlength: 8", "--no-digits"], "With --rules the site's rules say which characters stand there."],
    [["--rules", "maxlength: 12", "--length", "20"], "--length is a number from 8 to 12."],
    [["--rules", "maxlength: 1; required: lower; required: upper"], "Hardly any password fits these rules; none was made."],
  ])("refuses %j as wrong use", async (words, sentence) => {
    expect(await world.run(["generate", ...words])).toEqual({ code: 2, out: "", err: `${sentence}\n` });
  });
});

describe("--generate", () => {
  beforeEach(signUp);
  const passwordOf = (title: string): Promise<string> => world.done("a", ["get", title, "--field", "password"]);

  it("puts a new password into an item that is added, and prints the id alone", async () => {
    const out = await world.done("a", ["add", "--kind", "login", "--title", "Shop", "--field", "username=kim", "--generate"]);
    expect(out).toMatch(/^[0-9a-f]{32}\n$/);
    expect((await passwordOf("Shop")).trimEnd()).toHaveLength(20);
  });

  it("replaces a password, and the old one stays in the history", async () => {
    await add("Shop", "the old one");
    await world.done("a", ["edit", "Shop", "--generate", "--field", "username=kim"]);
    expect(await passwordOf("Shop")).not.toBe("the old one\n");
    const history = (await world.json("a", ["history", "Shop"])) as readonly { readonly value: unknown }[];
    expect(history.map(({ value }) => value)).toContain("the old one");
  });

  it("is refused where there is no password, and beside another one", async () => {
    await world.done("a", ["add", "--kind", "note", "--title", "Text"]);
    expect(await ran("edit", "Text", "--generate")).toMatchObject({ code: 2, err: "The item has no password to generate.\n" });
    expect(await ran("add", "--kind", "note", "--title", "x", "--generate")).toMatchObject({
      code: 2,
      err: "A note has no password to generate.\n",
    });
    const twice = "The password stands there twice: as --generate and as --field.\n";
    expect(await ran("add", "--kind", "login", "--title", "x", "--generate", "--field", "password=-")).toMatchObject({
      code: 2,
      err: twice,
    });
    expect(await ran("edit", "Text", "--generate", "--field", "password=-")).toMatchObject({ code: 2, err: twice });
  });
});

describe("get --totp", () => {
  beforeEach(signUp);

  it("tells the code of now, and how long it is good for", async () => {
    await add("Shop", "otpauth://totp/Shop:kim?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8", "totp");
    world.time.setClock(1_111_111_109_000); // RFC 6238, appendix B
    expect(await ran("get", "Shop", "--totp")).toEqual({ code: 0, out: "07081804\n", err: "Good for 1 s.\n" });
    expect(await world.json("a", ["get", "Shop", "--totp"])).toEqual({ code: "07081804", period: 30, remaining: 1 });
  });

  it("says why there is none, and repeats nothing of the secret", async () => {
    await add("None", "x");
    await add("Odd", "not base 32!", "totp");
    await add("Counter", "otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQ&counter=1", "totp");
    await add("Digits", "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ&digits=9", "totp");
    expect(await ran("get", "None", "--totp")).toMatchObject({ code: 1, err: "The item has no one-time password.\n" });
    expect(await ran("get", "Odd", "--totp")).toMatchObject({ code: 1, err: expect.stringMatching(/neither an otpauth/) });
    expect(await ran("get", "Counter", "--totp")).toMatchObject({ code: 1, err: expect.stringMatching(/counts \(HOTP\)/) });
    expect(await ran("get", "Digits", "--totp")).toMatchObject({ code: 1, err: expect.stringMatching(/\(digits\)/) });
    expect((await ran("get", "Odd", "--totp", "--field", "title")).code).toBe(2);
  });
});

describe("check", () => {
  beforeEach(signUp);

  it("tells which passwords need a look, and nothing of the others", async () => {
    await world.done("a", ["add", "--kind", "login", "--title", "Fine", "--generate"]);
    await add("Weak", "Password123!");
    await add("One", "plywood glimpse raven");
    await add("Two", "plywood glimpse raven");
    await add("Gone", "password");
    await world.done("a", ["rm", "Gone"]);
    const found = (await world.json("a", ["check"])) as readonly { readonly title: string; readonly problems: readonly string[] }[];
    expect(Object.fromEntries(found.map(({ title, problems }) => [title, problems]))).toEqual({
      Weak: ["weak"],
      One: ["reused"],
      Two: ["reused"],
    });
    expect(found.map((each) => Object.keys(each))).toEqual(new Array(3).fill(["id", "title", "problems"]));
    const { code, out, err } = await ran("check");
    expect([code, err]).toEqual([0, "3 items need a look: 1 weak, 2 used again, 0 older than a year.\n"]);
    expect(out).toMatch(/^Weak +weak +[0-9a-f]{32}$/m);
    expect(out).not.toContain("Password123");
  });

  it("asks the server nothing", async () => {
    await add("Weak", "Password123!");
    const before = world.hooks.record?.length;
    await world.done("a", ["check"]);
    expect(world.hooks.record).toHaveLength(before ?? -1);
  });

  it("says so where all is well, and finds what has become old", async () => {
    await world.done("a", ["add", "--kind", "login", "--title", "Fine", "--generate"]);
    expect(await ran("check")).toEqual({ code: 0, out: "", err: "No password is weak, used again or old.\n" });
    await world.time.advance(366 * 24 * 3_600_000);
    expect(await world.json("a", ["check"])).toMatchObject([{ title: "Fine", problems: ["old"] }]);
  });
});

describe("list --search", () => {
  beforeEach(signUp);

  it("puts the likeliest first, without case and accents", async () => {
    for (const title of ["A café nearby", "Cafe", "Not this"]) await world.done("a", ["add", "--kind", "note", "--title", title]);
    await world.done("a", ["add", "--kind", "note", "--title", "Aaa", "--field", "note=met at the CAFÉ"]);
    const titles = async (text: string) =>
      ((await world.json("a", ["list", "--search", text])) as readonly { readonly title: string }[]).map(({ title }) => title);
    expect(await titles("cafe")).toEqual(["Cafe", "A café nearby", "Aaa"]);
    expect(await titles("nearby CAFÉ")).toEqual(["A café nearby"]);
    expect(await ran("list", "--search", "zzz")).toMatchObject({ code: 0, out: "", err: "No items.\n" });
  });
});

describe("signup", () => {
  it.each([
    ["password1234", 1, /among the first that are guessed/],
    ["aaaaaaaaaaaaaaaa", 1, /among the first that are guessed/],
    ["too short", 1, /at least 12 characters/],
    ["iloveyou2024!", 0, /can be guessed by whoever steals this device/],
  ])("[T7] with the main password %j ends with %d", async (password, code, sentence) => {
    world = testWorld();
    const words = ["--home", "b", "signup", "--server", world.origin, "--account", "kim", "--password-file", world.file("new", password)];
    const outcome = await world.run(words);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toMatch(sentence);
    if (code !== 0) expect([outcome.out, world.home("b"), world.hooks.record]).toEqual(["", undefined, []]);
  });
});

describe("verify", () => {
  beforeEach(async () => {
    world = await twoDevices();
  });

  it("says the same six words on two devices that hold the same", async () => {
    await world.done("a", ["sync"]);
    await world.done("b", ["sync"]);
    const [one, other] = [await world.json("a", ["verify"]), await world.json("b", ["verify"])];
    expect(one).toEqual({ ok: true, seq: expect.any(Number), words: expect.stringMatching(/^(?:[a-z-]+ ){5}[a-z-]+$/) });
    expect(other).toEqual(one);
    const { code, out, err } = await ran("verify");
    expect([code, out]).toEqual([0, `${(one as { readonly words: string }).words}\n`]);
    expect(err).toMatch(/^Everything on this device fits, up to change \d+\. So does the server\./);
  });

  it("works without the server", async () => {
    world.hooks.request = () => ({ type: "unreachable", why: "offline" });
    expect(await ran("verify")).toMatchObject({ code: 0, err: expect.stringMatching(/The server was not reached/) });
  });

  it("ends with 5 and a code where something does not fit", async () => {
    const store = (await world.home("a")?.restarted())?.store;
    await store?.write({ expect: null, buckets: [{ bucket: 7, hash: new Uint8Array(32).fill(7) as never }] });
    const { code, err } = await ran("verify");
    expect([code, err]).toEqual([5, "This device's copy does not fit together (root-differs). Nothing was changed.\n"]);
    const { code: again, out } = await ran("verify", "--json");
    expect([again, JSON.parse(out)]).toMatchObject([5, { ok: false, reason: "root-differs" }]);
  });
});
