import { readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { password, type TestWorld, testWorld, twoDevices } from "../testing/test-world.ts";

let world: TestWorld;
beforeEach(() => {
  world = testWorld();
});
afterEach(() => world.end());

const signup = (...more: string[]) => ["--home", "a", "signup", "--server", world.origin, "--account", "Kim", ...more];
const passwordFile = () => ["--password-file", world.path("password")];

describe("signup", () => {
  it("asks for the password twice, unseen, and prints the kit", async () => {
    const { code, out, err } = await world.run(signup(), { answers: [password, password] });
    expect(code).toBe(0);
    expect(world.questions).toEqual(["*Main password (at least 12 characters): ", "*Repeat main password: "]);
    expect(out).toContain("Secret Key     HF1-");
    expect(err).toContain("The account kim is made");
    expect(err).not.toContain("HF1-");
  });

  it("tells account, Secret Key and setup code as JSON, the same that kit tells", async () => {
    const { out } = await world.run(signup("--json", ...passwordFile()));
    const kit = JSON.parse(out);
    expect(Object.keys(kit)).toEqual(["account", "secretKey", "setupCode"]);
    expect(kit).toMatchObject({ account: "kim", secretKey: expect.stringMatching(/^HF1-/), setupCode: expect.stringMatching(/^HFS1-/) });
    expect(await world.json("a", ["kit"])).toMatchObject({ account: "kim", secretKey: kit.secretKey });
  });

  it("writes the kit to a new file that its owner alone can read, and over none that is there", async () => {
    const file = world.path("kit");
    const { code, out } = await world.run(signup("--kit", file, ...passwordFile()));
    expect([code, out]).toEqual([0, ""]);
    expect(readFileSync(file, "utf8")).toContain("Holdfast emergency kit");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await world.run(["--home", "c", ...signup("--kit", file, ...passwordFile()).slice(2)]);
    expect(again).toEqual({ code: 1, out: "", err: "The kit is not written over a file that is there.\n" });
    expect(world.home("c")).toBeUndefined();
  });

  it.each([
    [[], "holdfast signup needs --server URL and --account NAME."],
    [
      ["--server", "http://vault.example.org", "--account", "kim"],
      "--server: plain http is for this machine alone; elsewhere it takes https.",
    ],
    [["--server", "vault", "--account", "kim"], "--server: this is no address; one looks like https://vault.example.org."],
    [["--server", "https://vault.example.org", "--account", "kim m"], "--account: a name has at most 254 characters and no spaces."],
    [
      ["--server", "https://vault.example.org", "--account", "kim"],
      "The main password is needed: give --password-file F (or - for standard input).",
    ],
  ])("refuses %j as wrong use, without a request", async (words, sentence) => {
    expect(await world.run(["signup", ...words])).toEqual({ code: 2, out: "", err: `${sentence}\n` });
    expect(world.hooks.record).toEqual([]);
  });

  it("refuses a short password and a taken name with 1", async () => {
    const short = await world.run(signup("--password-file", world.file("short", "too short")));
    expect([short.code, short.err]).toEqual([1, "The main password needs at least 12 characters.\n"]);
    await world.run(signup(...passwordFile()));
    const taken = await world.run(["--home", "c", ...signup(...passwordFile()).slice(2)]);
    expect([taken.code, taken.err]).toEqual([1, "This account name is taken on that server.\n"]);
    const again = await world.run(signup(...passwordFile()));
    expect([again.code, again.err]).toMatchObject([1, expect.stringContaining("This folder is already a device of kim")]);
  });

  it("ends with 4 where the server can't be reached, and goes on later with the same account", async () => {
    world.hooks.answer = () => ({ type: "unreachable", why: "timeout" });
    const first = await world.run(signup(...passwordFile()));
    expect([first.code, first.err]).toEqual([4, `${world.origin} does not answer.\n`]);
    world.hooks.answer = undefined;
    expect((await world.run(signup(...passwordFile()))).code).toBe(0);
  });

  it("judges a password before it asks for it again", async () => {
    expect((await world.run(signup(), { answers: ["too short"] })).err).toBe("The main password needs at least 12 characters.\n");
    const refused = await world.run(signup(), { answers: ["password1234"] });
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/^This main password is among the first that are guessed/)]);
    expect(world.questions).toEqual(Array(2).fill("*Main password (at least 12 characters): "));
    expect(world.hooks.record).toEqual([]);
  });

  it("stops with 130 at a prompt, and with 1 where the two passwords differ", async () => {
    expect((await world.run(signup(), { answers: [null] })).code).toBe(130);
    expect((await world.run(signup(), { answers: [password, `${password}!`] })).err).toBe("The two passwords differ.\n");
    expect(world.hooks.record).toEqual([]);
  });
});

describe("signin", () => {
  const signin = (...more: string[]) => ["--home", "b", "signin", "--server", world.origin, "--account", "kim", ...more];
  const kit = async () => JSON.parse((await world.run(signup("--json", ...passwordFile()))).out);

  it("takes account, Secret Key and password from the kit, and says what it restored", async () => {
    const { secretKey } = await kit();
    await world.done("a", ["add", "--kind", "note", "--title", "One"]);
    const { code, out } = await world.run([...signin("--json", "--secret-key-file", "-", ...passwordFile())], { input: `${secretKey}\n` });
    expect([code, JSON.parse(out)]).toEqual([0, { account: "kim", device: "Desk (2)", items: 1 }]);
  });

  it("asks on a terminal, and shows how far it is", async () => {
    const { secretKey } = await kit();
    const { code } = await world.run(signin(), { answers: [secretKey.toLowerCase(), password] });
    expect(code).toBe(0);
    expect(world.questions).toEqual(["*Secret Key (HF1-…): ", "*Main password: "]);
    expect(world.redrawn.at(-1)).toMatch(/^Restoring {2}\[#{24}\] {2}\d+ of \d+$/);
  });

  it("[C10] says one sentence to a wrong password, a wrong Secret Key and an unknown account", async () => {
    const { secretKey } = await kit();
    await world.run(["--home", "c", "signup", "--server", world.origin, "--account", "lee", "--json", ...passwordFile()]);
    const other = (await world.json("c", ["kit"])) as { readonly secretKey: string };
    const file = world.file("secret-key", secretKey);
    const wrong = world.file("wrong", "correct horse batterie");
    const outcomes = [
      await world.run(signin("--secret-key-file", file, "--password-file", wrong)),
      await world.run(signin("--secret-key-file", world.file("other", other.secretKey), ...passwordFile())),
      await world.run([
        "--home",
        "b",
        "signin",
        "--server",
        world.origin,
        "--account",
        "nobody",
        "--secret-key-file",
        file,
        ...passwordFile(),
      ]),
    ];
    for (const outcome of outcomes) {
      expect(outcome).toEqual({ code: 3, out: "", err: "The account, the main password or the Secret Key is wrong.\n" });
    }
  });

  it("refuses malformed secrets before any request", async () => {
    const mistyped = await world.run(signin("--secret-key-file", world.file("sk", "HF1-0000"), ...passwordFile()));
    expect(mistyped).toEqual({ code: 2, out: "", err: "This is no Secret Key, or it was mistyped.\n" });
    const code = await world.run(["--home", "b", "signin", "--setup-code", "-", ...passwordFile()], { input: "HFS1-0000" });
    expect(code).toEqual({ code: 2, out: "", err: "This is no setup code, or it was mistyped.\n" });
    expect(world.hooks.record).toEqual([]);
    expect(world.home("b")).toBeUndefined();
  });

  it("takes no setup code from an argument and nothing beside one", async () => {
    const argued = await world.run(["signin", "--setup-code", "HFS1-ABCDE", ...passwordFile()]);
    expect(argued.code).toBe(2);
    expect(argued.err).not.toContain("ABCDE");
    expect((await world.run([...signin("--setup-code", "-"), ...passwordFile()], { input: "" })).code).toBe(2);
  });

  it("ends with 4 where the vault is not whole yet, and sync goes on with it", async () => {
    await kit();
    await world.done("a", ["add", "--kind", "note", "--title", "One"]);
    const code = await world.done("a", ["setup-code"]);
    world.hooks.request = (request) => (request.path.includes("pull") ? { type: "unreachable", why: "offline" } : request);
    const cut = await world.run(["--home", "b", "signin", "--setup-code", "-", ...passwordFile()], { input: code });
    expect([cut.code, cut.err]).toEqual([
      4,
      `Setup code of kim on ${world.origin}.\nSigned in, but the vault is not whole yet: holdfast sync goes on with it.\n`,
    ]);
    world.hooks.request = undefined;
    await world.done("b", ["sync"]);
    expect(await world.json("b", ["list"])).toMatchObject([{ title: "One" }]);
  });
});

describe("a folder", () => {
  it("that is no device ends with 3, and is not made", async () => {
    const { code, err } = await world.run(["--home", "nowhere", "list", ...passwordFile()]);
    expect([code, err]).toEqual([3, "This folder is no device of an account yet: use holdfast signup or holdfast signin.\n"]);
    expect(world.home("nowhere")).toBeUndefined();
  });

  it("is locked without a password, and with a wrong one", async () => {
    await world.run(signup(...passwordFile()));
    expect((await world.run(["--home", "a", "list"])).code).toBe(3);
    const wrong = ["--home", "a", "list", "--password-file", world.file("wrong", "no")];
    expect(await world.run(wrong)).toEqual({ code: 3, out: "", err: "The main password is wrong.\n" });
  });

  it("is asked for up to three times on a terminal", async () => {
    await world.run(signup(...passwordFile()));
    expect((await world.run(["--home", "a", "list"], { answers: ["no", "no", password] })).code).toBe(0);
    expect((await world.run(["--home", "a", "list"], { answers: ["no", "no", "no"] })).code).toBe(3);
  });

  it("is what $HOLDFAST_HOME says, else among the data of programs", async () => {
    await world.run([...signup(...passwordFile()).slice(2)], { environment: { HOLDFAST_HOME: "from-environment" } });
    expect(world.home("from-environment")).toBeDefined();
    await world.run(["signup", "--server", world.origin, "--account", "lee", ...passwordFile()]);
    expect(world.home("/data/holdfast")).toBeDefined();
  });

  it("is empty after signing out, and can be a device again", async () => {
    world.end();
    world = await twoDevices();
    await world.done("b", ["add", "--kind", "note", "--title", "Kept"]);
    const code = await world.done("a", ["setup-code"]);
    expect(await world.json("b", ["signout"])).toEqual({ signedOut: true, discarded: 0 });
    expect(await world.home("b")?.secretKeys.load()).toBeNull();
    expect((await world.run(["--home", "b", "list", ...passwordFile()])).code).toBe(3);
    await world.done("b", ["signin", "--setup-code", "-"], { input: code });
    expect(await world.json("b", ["list"])).toMatchObject([{ title: "Kept" }]);
  });
});

describe("kit", () => {
  it("is written to a new file alone", async () => {
    await world.run(signup(...passwordFile()));
    const file = world.path("kit");
    await world.done("a", ["kit", file]);
    expect(readFileSync(file, "utf8")).toBe(await world.done("a", ["kit"]));
    writeFileSync(file, "mine");
    symlinkSync(file, world.path("link"));
    symlinkSync(world.path("gone"), world.path("dangling"));
    for (const name of [file, world.path("link"), world.path("dangling")]) {
      const taken = { code: 1, out: "", err: "The kit is not written over a file that is there.\n" };
      expect(await world.run(["--home", "a", "kit", name, ...passwordFile()])).toEqual(taken);
      expect(await world.run(["--home", "c", ...signup("--kit", name, ...passwordFile()).slice(2)])).toEqual(taken);
    }
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});
