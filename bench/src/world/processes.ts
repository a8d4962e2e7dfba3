// Processes of the bench: the real server on a free port over a fresh folder, and the servers of the floors. Each says on its first line
// where it listens, and is ended by the work that needed it.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const launcher = fileURLToPath(new URL("../../../apps/cli/bin/holdfast.js", import.meta.url));

export interface ServerOptions {
  /** What clients reach it by, where that is another address than the one it listens on. */
  readonly origin?: string;
  /** Serves the windows as well. */
  readonly web?: boolean;
}

export function startServer(dataDir: string, { origin, web = false }: ServerOptions = {}): Promise<ServerProcess> {
  const given = [...(web ? [] : ["--no-web"]), ...(origin === undefined ? [] : ["--origin", origin])];
  return listening(launcher, ["serve", "--listen", "127.0.0.1:0", "--data", dataDir, ...given]);
}

/** A program of floor/ with its arguments. */
export function startFloor(name: string, args: readonly string[] = []): Promise<ServerProcess> {
  return listening(fileURLToPath(new URL(`../floor/${name}.ts`, import.meta.url)), args);
}

/** Runs `program` and waits for its line "Listening on URL". */
function listening(program: string, args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it listened`)));
    createInterface(child.stdout).once("line", (line) => {
      resolve({ url: line.split(" ").at(-1) ?? "", pid: child.pid ?? 0, stop: () => stop(child) });
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
