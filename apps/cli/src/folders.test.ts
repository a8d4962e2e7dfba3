import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatSecretKey } from "@holdfast/core";
import { nodeCrypto } from "@holdfast/core/adapters/node-crypto";
import { startServer } from "@holdfast/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { World } from "./command.ts";
import { openFolder } from "./folders.ts";
import { machineFailure } from "./machine-failure.ts";
import { run } from "./run.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "holdfast-folders-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const thrown = async (folder: string, create: boolean): Promise<string> => {
  try {
    await openFolder(folder, create);
  } catch (error) {
    return machineFailure(error);
  }
  return "it opened";
};

describe("openFolder", () => {
  it("leaves a folder alone that is no device", async () => {
    mkdirSync(join(parent, "photos"), { mode: 0o755 });
    writeFileSync(join(parent, "photos", "one"), "");
    expect(await openFolder(join(parent, "photos"), false)).toBeNull();
    expect(await openFolder(join(parent, "nothing"), false)).toBeNull();
    expect([readdirSync(parent), readdirSync(join(parent, "photos"))]).toEqual([["photos"], ["one"]]);
  });

  it("says of a file that it is no folder, whether it is to be made or not", async () => {
    writeFileSync(join(parent, "file"), "");
    const sentence = "What stands in the place of the vault's folder is no folder.";
    for (const create of [true, false]) expect(await thrown(join(parent, "file"), create)).toBe(sentence);
  });
});

describe("a fresh folder", () => {
  /** A command over real folders and the real network; standard input is empty, and nobody is there. */
  async function ran(words: readonly string[], input = ""): Promise<{ readonly code: number; readonly err: string }> {
    let err = "";
    const terminal: World["terminal"] = {
      write: () => {},
      say: (sentence) => {
        err += `${sentence}\n`;
      },
      width: null,
      canAsk: false,
      ask: async () => null,
      readInput: async () => new TextEncoder().encode(input),
      redraw: () => {},
      environment: {},
      stopped: async () => {},
    };
    const agents = { ask: async () => null, start: async () => false };
    const { code } = await run(words, {
      terminal,
      openHome: openFolder,
      crypto: nodeCrypto(),
      dataFolder: (name) => join(parent, name),
      hostName: "Desk",
      webApp: async () => ({ ok: false, error: "There is no web app here." }),
      agents,
    });
    return { code, err };
  }

  it("is not there after a sign-up or sign-in that was refused, or that reached nobody", async () => {
    const password = join(parent, "password");
    writeFileSync(password, "correct horse battery");
    const home = ["--home", join(parent, "deep", "device"), "--password-file", password];
    const server = await startServer({
      listen: { host: "127.0.0.1", port: 0 },
      dataDir: join(parent, "server"),
      signup: "invite",
      log: () => {},
    });
    const signup = [...home, "signup", "--server", server.url, "--account", "kim"];
    const refused = await ran(signup);
    expect(refused).toEqual({ code: 1, err: "That server takes new accounts by invitation only.\n" });
    const secretKey = await formatSecretKey(nodeCrypto(), new Uint8Array(16).fill(7));
    const signin = [...home, "signin", "--server", server.url, "--account", "kim", "--secret-key-file", "-"];
    expect((await ran(signin, secretKey)).code).toBe(3);
    await server.close();
    for (const words of [signup, signin]) expect((await ran(words, secretKey)).code).toBe(4);
    expect(readdirSync(parent).sort()).toEqual(["password", "server"]);
  });
});
