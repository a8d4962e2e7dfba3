import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { globalOptions } from "./command.ts";
import { parseListen, serverOptions } from "./commands/serve.ts";
import { commands } from "./commands/table.ts";
import { everyOption } from "./run.ts";
import { testWorld } from "./testing/test-world.ts";

const world = testWorld();
afterAll(() => world.end());

describe("the table of commands", () => {
  it("has the commands of this version", () => {
    const listed = commands.filter(({ hidden }) => hidden !== true);
    expect(listed.map(({ name }) => name).sort()).toEqual(
      "add admin backup check conflicts devices edit export generate get heal history import kit list lock log restore rm serve setup-code signin signout signup status sync undo-import unlock verify".split(
        " ",
      ),
    );
  });

  it.each(commands)("$name: its options mean the same everywhere, and its usage names them", ({ name, options, usage }) => {
    for (const [option, shape] of Object.entries(options)) {
      expect(everyOption[option]).toEqual(shape);
      expect(globalOptions).not.toHaveProperty([option]);
    }
    for (const form of usage) expect(form.split(" ")[0]).toBe(name);
    const told = new Set(usage.join(" ").match(/--[a-z-]+/g));
    const later = ["--database", "--bus"];
    const known = [...Object.keys(options), ...Object.keys(globalOptions)].map((option) => `--${option}`);
    for (const option of told) expect(known).toContain(option);
    for (const option of Object.keys(options)) if (!later.includes(`--${option}`)) expect(told).toContain(`--${option}`);
  });
});

describe("help", () => {
  it("lists every command, and says it on standard output where it was asked for", async () => {
    const { code, out, err } = await world.run(["help"]);
    expect([code, err]).toEqual([0, ""]);
    for (const { name, summary } of commands.filter(({ hidden }) => hidden !== true))
      expect(out).toMatch(new RegExp(`^ {2}${name} +${summary.replace(/[().]/g, ".")}$`, "m"));
    expect((await world.run(["--help"])).out).toBe(out);
    expect(await world.run([])).toEqual({ code: 2, out: "", err: out });
  });

  it.each(commands)("tells how $name is used", async ({ name, usage }) => {
    const { code, out } = await world.run(["help", name]);
    expect(code).toBe(0);
    expect(out).toContain(`Use: holdfast ${usage[0]}`);
    expect((await world.run([name, "--help"])).out).toBe(out);
  });

  it("tells the version", async () => expect((await world.run(["--version"])).out).toMatch(/^holdfast \d+\.\d+\.\d+\n$/));
});

describe("wrong use", () => {
  it.each([
    [["frobnicate"], /^There is no such command\. holdfast help lists them\.$/],
    [["passwd"], /^There is no such command\./],
    [["verified"], /^There is no such command\./],
    [["help", "nothing"], /^There is no such command\./],
    [["list", "--colour"], /^There is no option --colour\.$/],
    [["list", "--field", "a"], /^holdfast list takes no --field\. Use: holdfast list /],
    [["get", "x", "--hotp"], /^There is no option --hotp\.$/],
    [["get"], /^holdfast get needs more words\. Use: holdfast get ITEM/],
    [["get", "a", "b"], /^holdfast get takes fewer words\./],
    [["--home=", "list"], /^--home needs a folder\.$/],
    [["sync", "perhaps"], /^holdfast sync takes on, off or nothing\.$/],
    [["signin", "--setup-code", "-", "--password-file", "-"], /^Only one input can come from standard input \(-\)\.$/],
    [["edit", "x", "--field", "password=-", "--password-file", "-"], /^Only one input can come from standard input/],
    [["conflicts", "--pick", "a", "b", "c"], /^--pick ITEM PATH ends with current or other\.$/],
    [["history", "x", "--restore", "password", "0"], /^--restore PATH N needs a number from 1\.$/],
    [["serve", "--listen", "8480"], /^--listen needs an address and a port/],
    [["serve", "--listen", "0.0.0.0:8480"], /^Listening beyond this machine needs --origin/],
    [["serve", "--origin", "http://vault.example.org"], /^--origin: plain http is for this machine alone/],
    [["serve", "--signup", "perhaps"], /^--signup is open, invite or closed\.$/],
    [["serve", "--quota", "0"], /^--quota is a number of MiB/],
    [["serve", "--quota", "1.5"], /^--quota is a number of MiB/],
    [["admin"], /^holdfast admin needs more words\. Use: holdfast admin invite/],
    [["admin", "frobnicate"], /^It is one of: admin invite/],
    [["admin", "backup"], /^It is one of: /],
    [["admin", "stats", "file"], /^It is one of: /],
    [["admin", "backup", "file", "--replace"], /^--replace belongs to holdfast admin restore\.$/],
    [["serve", "--database", "postgres://x"], /^--database comes later/],
    [["serve", "--bus", "nats://x"], /^--bus comes later/],
    [["serve", "--tls-cert", "a"], /^--tls-cert and --tls-key belong together\.$/],
    [["serve", "--tls-key", "a"], /^--tls-cert and --tls-key belong together\.$/],
  ])("%j ends with 2 and a sentence", async (words, sentence) => {
    const { code, out, err } = await world.run(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err.trimEnd()).toMatch(sentence);
  });
});

describe("serve", () => {
  it.each([
    ["127.0.0.1:0", { host: "127.0.0.1", port: 0 }],
    ["[::1]:8480", { host: "::1", port: 8480 }],
    ["vault.example.org:443", { host: "vault.example.org", port: 443 }],
    ["::1:8480", null],
    ["127.0.0.1:65536", null],
    ["127.0.0.1", null],
  ])("listens at %s", (text, listen) => expect(parseListen(text)).toEqual(listen));

  it("is open to new accounts at the usual place when nothing is said", () => {
    expect(serverOptions({ positionals: [], given: new Map() })).toEqual({
      ok: true,
      value: { listen: { host: "127.0.0.1", port: 8480 }, signup: "open" },
    });
  });

  it("takes its quota in MiB, and trusts a proxy where it is told to", () => {
    const given = new Map([
      ["quota", [["20"]]],
      ["trust-proxy", [[]]],
      ["signup", [["invite"]]],
    ]);
    const value = { listen: { host: "127.0.0.1", port: 8480 }, signup: "invite", accountBytes: 20 * 1024 * 1024, trustProxy: true };
    expect(serverOptions({ positionals: [], given })).toEqual({ ok: true, value });
  });

  it("says where it listens and stops when it is asked to", async () => {
    const data = mkdtempSync(join(tmpdir(), "holdfast-cli-"));
    const { code, out } = await world.run(["serve", "--listen", "127.0.0.1:0", "--data", data]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    rmSync(data, { recursive: true });
  });

  it("gives out the web app, serves devices alone where there is none or none is wanted, and says which", async () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-cli-"));
    const webApp = join(folder, "app");
    mkdirSync(webApp);
    writeFileSync(join(webApp, "index.html"), "the web app");
    const shows = async (words: readonly string[], around: { readonly webApp?: string }) => {
      const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
      const { promise: url, resolve: listening } = Promise.withResolvers<string>();
      const wrote = (text: string): void => listening(text.replace("Listening on ", "").trim());
      const ended = world.run(["serve", "--listen", "127.0.0.1:0", "--data", join(folder, "data"), ...words], {
        ...around,
        stopped,
        wrote,
      });
      const shown = await (await fetch(await url)).text();
      stop();
      return { shown, err: (await ended).err };
    };
    expect((await shows([], { webApp })).shown).toBe("the web app");
    expect((await shows(["--no-web"], { webApp })).shown).toContain("This is a Holdfast server");
    const without = await shows([], {});
    expect(without.shown).toContain("This is a Holdfast server");
    expect(without.err).toContain("There is no web app here.");
    rmSync(folder, { recursive: true });
  });
});

it("says nothing that a terminal obeys, whatever a sentence quotes", async () => {
  const { code, err } = await world.run(["list", "--\u001b[2J\u009b31m"]);
  expect(code).toBe(2);
  expect(err.trimEnd()).not.toMatch(/\p{Cc}/u);
});
