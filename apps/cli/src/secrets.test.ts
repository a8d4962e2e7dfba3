import { truncateSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, testWorld } from "./testing/test-world.ts";

let world: TestWorld;
beforeEach(async () => {
  world = testWorld();
  await world.done("a", ["signup", "--server", world.origin, "--account", "kim", "--device", "Laptop"]);
});
afterEach(() => world.end());

const passwordFile = () => ["--password-file", world.path("password")];
const tooLarge = (what: string, most: string) => ({ code: 1, out: "", err: `${what} is too large: at most ${most} are read.\n` });

describe("what is read is bounded by what is asked for", () => {
  it("a password, a Secret Key or a code by 4 KiB, from a file or from standard input", async () => {
    const long = "x".repeat(4 * 1024 + 1);
    const file = world.file("long", long);
    for (const [place, input] of [[file, undefined] as const, ["-", long] as const]) {
      const around = input === undefined ? {} : { input };
      expect(await world.run(["--home", "a", "--password-file", place, "list"], around)).toEqual(tooLarge("The password file", "4 KiB"));
      const kit = ["signin", "--server", world.origin, "--account", "kim", "--secret-key-file", place];
      expect(await world.run(kit, around)).toEqual(tooLarge("The Secret Key", "4 KiB"));
      expect(await world.run(["signin", "--setup-code", place], around)).toEqual(tooLarge("The setup code", "4 KiB"));
    }
    expect((await world.run(["--home", "a", "--password-file", world.file("fits", "x".repeat(4 * 1024)), "list"])).code).toBe(3);
  });

  it("a field by a little more than an item takes, so that the item says how much that is", async () => {
    const add = (input: string) =>
      world.run(["--home", "a", ...passwordFile(), "add", "--kind", "note", "--title", "N", "--field", "note=-"], { input });
    expect((await add("x".repeat(60 * 1024))).code).toBe(0);
    expect((await add("x".repeat(66 * 1024))).err).toBe("The item would be too large: 67 KiB of at most 64 KiB.\n");
    expect(await add("x".repeat(68 * 1024 + 1))).toEqual(tooLarge("Standard input", "68 KiB"));
  });

  it("an import by the largest file of its format", async () => {
    const file = world.file("large", "");
    truncateSync(file, 50 * 1024 * 1024 + 1);
    const words = ["--home", "a", ...passwordFile(), "import", file, "--format", "chrome-csv"];
    expect(await world.run(words)).toEqual(tooLarge("The file", "50 MiB"));
  });
});
