// The whole command line in one process, for tests: the real commands over the real core and the real server, with folders in memory,
// a terminal that is written down, and time that stands still. Only the files of secrets are real ones.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { appLive } from "@holdfast/core/testing/app-live";
import { type AppHooks, appTransport } from "@holdfast/core/testing/app-transport";
import { type MemoryHome, memoryHome } from "@holdfast/core/testing/memory-home";
import { testCrypto } from "@holdfast/core/testing/test-crypto";
import { type TestTime, testTime } from "@holdfast/core/testing/test-time";
import { err, ok } from "@holdfast/protocol";
import { type MemoryState, MemoryStorage } from "@holdfast/server/testing/memory";
import { createTestServer } from "@holdfast/server/testing/test-server";
import type { World } from "../command.ts";
import { readAll } from "../read-all.ts";
import { run } from "../run.ts";
import type { Terminal } from "../terminal.ts";
import { type TestAgents, testAgents } from "./test-agents.ts";

export const password = "correct horse battery";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Around {
  /** What stands in standard input; without it, reading fails the test. */
  readonly input?: string;
  /** What a person answers, in order; null stops. With it, standard input and error are a terminal. */
  readonly answers?: readonly (string | null)[];
  readonly width?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** When the process is asked to stop; at once without it. */
  readonly stopped?: Promise<void>;
  /** Where the built web app lies; without it there is none. */
  readonly webApp?: string;
  /** Told what is written to standard output, as it is. */
  readonly wrote?: (text: string) => void;
}

export interface TestWorld {
  readonly origin: string;
  readonly time: TestTime;
  readonly hooks: AppHooks;
  readonly agents: TestAgents;
  /** Questions asked of the person so far, hidden ones with a `*` in front. */
  readonly questions: readonly string[];
  /** What has been shown in place on standard error. */
  readonly redrawn: readonly string[];
  /** Writes a file and gives its path. */
  file(name: string, content: string): string;
  path(name: string): string;
  run(words: readonly string[], around?: Around): Promise<Ran>;
  /** A command in a folder with the right password from a file, which must end with 0; what it wrote to standard output. */
  done(folder: string, words: readonly string[], around?: Around): Promise<string>;
  /** The same, with --json. */
  json(folder: string, words: readonly string[], around?: Around): Promise<unknown>;
  home(folder: string): MemoryHome | undefined;
  /** All that the server keeps. */
  backup(): MemoryState;
  /** The server is another one, over a backup. */
  putBack(state: MemoryState): void;
  end(): void;
}

export function testWorld(): TestWorld {
  const time = testTime();
  const hooks: AppHooks = { record: [] };
  let server = createTestServer({ clock: time.clock });
  const files = mkdtempSync(join(tmpdir(), "holdfast-cli-"));
  const homes = new Map<string, MemoryHome>();
  const questions: string[] = [];
  const redrawn: string[] = [];
  const agents = testAgents(homes);
  const live = appLive(() => server);
  const connect = () => appTransport(server.origin, (request) => server.fetch(request), hooks);
  const openHome: World["openHome"] = async (folder, create) => {
    const held = homes.get(folder);
    if (held === undefined && !create) return null;
    const home = held === undefined ? memoryHome({ connect, live, time }) : await held.restarted();
    homes.set(folder, home);
    return home;
  };
  const file = (name: string, content: string): string => {
    writeFileSync(join(files, name), content, { mode: 0o600 });
    return join(files, name);
  };
  const passwordFile = file("password", `${password}\n`);

  async function ran(words: readonly string[], around: Around = {}): Promise<Ran> {
    const written: { out: string; err: string } = { out: "", err: "" };
    const terminal = testTerminal(around, written, questions, redrawn);
    const world = {
      terminal,
      openHome,
      crypto: testCrypto(),
      dataFolder: (name: string) => `/data/${name}`,
      hostName: "Desk",
      agents,
      webApp: async () => (around.webApp === undefined ? err("There is no web app here.") : ok(around.webApp)),
    };
    const { code } = await run(words, world);
    return { code, ...written };
  }
  async function done(folder: string, words: readonly string[], around: Around = {}): Promise<string> {
    const { code, out, err } = await ran(["--home", folder, "--password-file", passwordFile, ...words], around);
    if (code !== 0) throw new Error(`${words.join(" ")} ended with ${code}: ${err}`);
    return out;
  }
  return {
    origin: server.origin,
    time,
    hooks,
    agents,
    questions,
    redrawn,
    file,
    path: (name) => join(files, name),
    run: ran,
    done,
    json: async (folder, words, around) => JSON.parse(await done(folder, ["--json", ...words], around)),
    home: (folder) => homes.get(folder),
    backup: () => structuredClone(server.storage.state),
    putBack: (state) => {
      server = createTestServer({ clock: time.clock, storage: new MemoryStorage(structuredClone(state)) });
    },
    end: () => rmSync(files, { recursive: true }),
  };
}

function testTerminal(around: Around, written: { out: string; err: string }, questions: string[], redrawn: string[]): Terminal {
  const answers = [...(around.answers ?? [])];
  return {
    write: (text) => {
      written.out += text;
      around.wrote?.(text);
    },
    say: (sentence) => {
      written.err += `${sentence}\n`;
    },
    width: around.width ?? null,
    canAsk: around.answers !== undefined,
    ask: async (question, hidden) => {
      questions.push(`${hidden ? "*" : ""}${question}`);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody answers: ${question}`);
      return answer;
    },
    readInput: async (most) => {
      if (around.input === undefined) throw new Error("there is no standard input");
      return readAll(Readable.from([around.input]), most);
    },
    redraw: (line) => {
      if (line !== null) redrawn.push(line);
    },
    environment: around.environment ?? {},
    stopped: () => around.stopped ?? Promise.resolve(),
  };
}

/** Two devices of one account, in the folders `a` ("Laptop") and `b` ("Phone"). */
export async function twoDevices(): Promise<TestWorld> {
  const world = testWorld();
  await world.done("a", ["signup", "--server", world.origin, "--account", "kim", "--device", "Laptop"]);
  const code = await world.done("a", ["setup-code"]);
  await world.done("b", ["signin", "--setup-code", "-", "--device", "Phone"], { input: code });
  return world;
}
