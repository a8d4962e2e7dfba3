import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flag, inputsFromStdin, type Options, parseArguments, value, values } from "./arguments.ts";

const options: Options = {
  json: { values: 0 },
  home: { values: 1 },
  field: { values: 1, repeatable: true, input: true },
  restore: { values: 2 },
  pick: { values: 3 },
  "password-file": { values: 1, input: true },
};
const parsed = (...words: string[]) => {
  const result = parseArguments(words, options);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const refused = (...words: string[]) => {
  const result = parseArguments(words, options);
  return result.ok ? null : result.error;
};

describe("arguments", () => {
  it("take options before, between and behind the words", () => {
    const args = parsed("--home", "a", "get", "--json", "Git Hub", "--field", "password");
    expect(args.positionals).toEqual(["get", "Git Hub"]);
    expect(value(args, "home")).toBe("a");
    expect(flag(args, "json")).toBe(true);
    expect(flag(args, "pick")).toBe(false);
    expect(value(args, "pick")).toBeNull();
  });

  it("take values behind an equals sign, with further ones in them", () => {
    expect(value(parsed("--home=a=b"), "home")).toBe("a=b");
    expect(value(parsed("--home="), "home")).toBe("");
  });

  it("gather what may stand several times", () => {
    expect(values(parsed("--field", "uri=https://a.example", "--field=tag=b"), "field")).toEqual(["uri=https://a.example", "tag=b"]);
  });

  it("give an option several words, whatever they begin with", () => {
    expect(values(parsed("conflicts", "--pick", "-x", "--json", "other"), "pick")).toEqual(["-x", "--json", "other"]);
    expect(values(parsed("--restore", "password", "2", "later"), "restore")).toEqual(["password", "2"]);
  });

  it("take a lone dash for a word, and all words behind two dashes", () => {
    expect(parsed("import", "-").positionals).toEqual(["import", "-"]);
    expect(parsed("get", "--", "--json", "--").positionals).toEqual(["get", "--json", "--"]);
    expect(value(parsed("--password-file", "-"), "password-file")).toBe("-");
  });

  it("know -h and -V", () => {
    const result = parseArguments(["-h", "-V"], { help: { values: 0 }, version: { values: 0 } });
    expect(result.ok && [...result.value.given.keys()]).toEqual(["help", "version"]);
  });

  it.each([
    [["--colour"], "There is no option --colour."],
    [["--toString"], "There is no option --to."],
    [["--__proto__"], "There is no option of that name."],
    [["--home"], "--home needs a value."],
    [["--restore", "password"], "--restore needs 2 values."],
    [["--json=yes"], "--json takes no value."],
    [["--home", "a", "--home", "b"], "--home stands there twice."],
  ])("refuse %j", (words, sentence) => expect(refused(...words)).toBe(sentence));

  it("never repeat a word that may be a secret", () => {
    expect(refused("-hunter2")).toBe("There is no option of that name.");
    expect(refused("--Hunter2")).toBe("There is no option of that name.");
    expect(refused("--pass=hunter2")).toBe("There is no option --pass.");
  });

  it("count what is read from standard input", () => {
    const count = (...words: string[]) => inputsFromStdin(parsed(...words), options);
    expect(count("list", "--home", "-")).toBe(0);
    expect(count("--password-file", "-")).toBe(1);
    expect(count("import", "-", "--password-file", "-")).toBe(2);
    expect(count("--field", "password=-", "--field", "note=-", "--field", "username=a-")).toBe(2);
  });

  it("never throw, and keep every word somewhere or say what is wrong", () => {
    const word = fc.oneof(fc.string(), fc.constantFrom("--home", "--json", "--field", "--pick", "-", "--", "--home=x"));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const result = parseArguments(words, options);
        if (!result.ok) return result.error.endsWith(".");
        const kept = result.value.positionals.length + [...result.value.given.values()].flat(2).length;
        return kept <= words.length;
      }),
    );
  });
});
