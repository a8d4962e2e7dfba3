// Holdfast as a person runs it: the launcher as a process, with folders of its own, for tests that kill, pull plugs and look at
// what is left. Nothing here waits for a time to pass; it waits for words, exits and connections.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { mainPassword } from "./seat.ts";

const launcher = fileURLToPath(new URL("../../../apps/cli/bin/holdfast.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder for one test, with the password in a file; gone when the test is. */
export function testFolder(): { readonly path: (name: string) => string; readonly passwordFile: string } {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-e2e-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  const passwordFile = path("password");
  writeFileSync(passwordFile, `${mainPassword}\n`, { mode: 0o600 });
  return { path, passwordFile };
}

export function start(args: readonly string[], input?: string): ChildProcess {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin?.on("error", () => {});
  // A character may come in two chunks.
  child.stdout?.setEncoding("utf8");
  child.stderr?.setEncoding("utf8");
  child.stdin?.end(input ?? "");
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

export function ended(child: ChildProcess): Promise<Ended> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

export const run = (args: readonly string[], input?: string): Promise<Ended> => ended(start(args, input));

export interface Server {
  readonly url: string;
  /** As `kill -9` does. */
  kill(): Promise<void>;
  stop(): Promise<Ended>;
  /** Resolves as soon as what the server has logged so far is as asked. */
  logged(enough: (text: string) => boolean): Promise<void>;
}

export interface ServeOptions {
  readonly listen?: string;
  readonly origin?: string;
  /** Serves the windows as well. */
  readonly web?: boolean;
}

/** A server on a free port, or on the one given, that listens when this resolves. */
export async function serve(data: string, options: ServeOptions = {}): Promise<Server> {
  const origin = options.origin === undefined ? [] : ["--origin", options.origin];
  const web = options.web === true ? [] : ["--no-web"];
  const child = start(["serve", ...web, "--listen", options.listen ?? "127.0.0.1:0", "--data", data, ...origin]);
  const end = ended(child);
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) return reject(new Error("no output"));
    createInterface(child.stdout).once("line", (line) => resolve(line.replace("Listening on ", "")));
    end.then(({ err }) => reject(new Error(`the server ended: ${err}`)));
  });
  let log = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      log += chunk;
      for (const listener of listeners) listener();
    });
  }
  const logged = (enough: (text: string) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!enough(log)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  const signal = async (name: NodeJS.Signals) => {
    child.kill(name);
    return await end;
  };
  return { url, kill: async () => void (await signal("SIGKILL")), stop: () => signal("SIGTERM"), logged };
}

/** Where a server's URL says it listens. */
export const listenOf = (url: string): string => new URL(url).host;

/** One device: its folder, and the commands run in it. */
export interface Device {
  readonly home: string;
  run(args: readonly string[], input?: string): Promise<Ended>;
  /** Runs a command that must succeed, and parses its JSON. */
  json<T>(args: readonly string[], input?: string): Promise<T>;
  start(args: readonly string[], input?: string): ChildProcess;
}

export function device(home: string, passwordFile: string): Device {
  const all = (args: readonly string[]) => ["--home", home, "--password-file", passwordFile, ...args];
  return {
    home,
    run: (args, input) => run(all(args), input),
    json: async (args, input) => {
      const { code, out, err } = await run([...all(args), "--json"], input);
      if (code !== 0) throw new Error(`holdfast ${args.join(" ")} ended with ${code}: ${err}`);
      return JSON.parse(out);
    },
    start: (args, input) => start(all(args), input),
  };
}

export interface Kit {
  readonly account: string;
  readonly secretKey: string;
  readonly setupCode: string;
}

/** A server with an account, and its first device. */
export async function firstDevice(folder: ReturnType<typeof testFolder>, options: { readonly account?: string } = {}) {
  const server = await serve(folder.path("server"));
  const laptop = device(folder.path("laptop"), folder.passwordFile);
  const account = options.account ?? "octo@example.com";
  const kit = await laptop.json<Kit>(["signup", "--server", server.url, "--account", account, "--device", "Laptop"]);
  return { server, laptop, kit, account };
}

/** A further device, by the setup code. */
export async function nextDevice(folder: ReturnType<typeof testFolder>, name: string, setupCode: string): Promise<Device> {
  const next = device(folder.path(name.toLowerCase()), folder.passwordFile);
  await next.json(["signin", "--setup-code", "-", "--device", name], setupCode);
  return next;
}
