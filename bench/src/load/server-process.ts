// The real server as a process that is made to suffer: killed, given a small disk, or a slow one. It keeps its port over restarts, so that
// devices that know its address go on by themselves.

import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Suffering {
  /** No file may grow beyond so many KiB: writes beyond fail, as on a full disk. */
  readonly fileKiB?: number;
  /** Each commit takes at least so many milliseconds. */
  readonly commitMs?: number;
}

export interface SufferingServer {
  readonly url: string;
  readonly pid: number;
  /** kill -9. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const launcher = fileURLToPath(new URL("../../../apps/cli/bin/holdfast.js", import.meta.url));
const slowCommits = fileURLToPath(new URL("slow-commits.ts", import.meta.url));

/** A server over `data`; `url` is where one listened before, to listen there again. */
export function startSuffering(data: string, url: string | null, { fileKiB, commitMs }: Suffering = {}): Promise<SufferingServer> {
  const listen = url === null ? "127.0.0.1:0" : new URL(url).host;
  const slow = commitMs === undefined ? [] : ["--import", slowCommits];
  const command = [process.execPath, ...slow, launcher, "serve", "--no-web", "--listen", listen, "--data", data];
  // A process that does not ignore SIGXFSZ is ended by it; one that does is told EFBIG by the write (setrlimit(2)).
  const limited = fileKiB === undefined ? command : ["bash", "-c", `trap '' XFSZ; ulimit -f ${fileKiB}; exec "$@"`, "limited", ...command];
  const environment = commitMs === undefined ? process.env : { ...process.env, HOLDFAST_COMMIT_MS: String(commitMs) };
  const child = spawn(limited[0] ?? "", limited.slice(1), { stdio: ["ignore", "pipe", "ignore"], env: environment });
  process.once("exit", () => child.kill("SIGKILL"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it listened`)));
    createInterface(child.stdout).once("line", (line) => {
      const pid = child.pid ?? 0;
      resolve({ url: line.split(" ").at(-1) ?? "", pid, kill: () => end(child, "SIGKILL"), stop: () => end(child, "SIGTERM") });
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}

/** Files and sockets that a process holds open (proc(5)). */
export const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
