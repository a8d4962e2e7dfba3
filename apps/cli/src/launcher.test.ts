// The launcher as it is called: a process of its own, from the words to the exit code.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const launcher = fileURLToPath(new URL("../bin/holdfast.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

function start(words: readonly string[], environment: Readonly<Record<string, string>> = {}, channel = false) {
  const stdio = channel ? (["pipe", "pipe", "pipe", "ipc"] as const) : (["pipe", "pipe", "pipe"] as const);
  const child = spawn(process.execPath, [launcher, ...words], { stdio: [...stdio], env: { ...process.env, ...environment } });
  let out = "";
  let err = "";
  let told = () => {};
  const said = new Promise<void>((resolve) => {
    told = resolve;
  });
  child.stdout?.on("data", (data: Buffer) => {
    out += data.toString();
    told();
  });
  child.stderr?.on("data", (data: Buffer) => {
    err += data.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    // Where the channel was cut, Node tells the exit alone.
    child.on(channel ? "exit" : "close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, said, ended };
}

const serving = (folder: string) => ["serve", "--no-web", "--listen", "127.0.0.1:0", "--data", folder];

describe("the launcher", () => {
  it("hands on words, standard output, standard error and the exit code", async () => {
    expect(await start(["--version"]).ended).toMatchObject({ code: 0, out: expect.stringMatching(/^holdfast /), err: "" });
    expect(await start(["frobnicate"]).ended).toMatchObject({ code: 2, out: "", err: expect.stringMatching(/^There is no such command/) });
  });

  it("writes no stack and no warning when the machine refuses", async () => {
    const { code, out, err } = await start(["--home", launcher, "status", "--password-file", launcher]).ended;
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^[^\n]+\.\n$/);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("stops a server gracefully on %s", async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-cli-"));
    const { child, said, ended } = start(serving(folder));
    await said;
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null });
    rmSync(folder, { recursive: true });
  });

  it("dies with the process that launched it, when that is gone without a word", async () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-cli-"));
    const { child, said, ended } = start(serving(folder), { HOLDFAST_LAUNCHED: "1" }, true);
    await said;
    child.disconnect();
    expect(await ended).toMatchObject({ code: null, signal: "SIGKILL" });
    rmSync(folder, { recursive: true });
  });
});
