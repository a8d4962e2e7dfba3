// The real server as a process of its own on a free port, over a fresh folder, ended with the work that needed it.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

const launcher = new URL("../../apps/cli/bin/holdfast.js", import.meta.url).pathname;

export function startServerProcess(dataDir: string): Promise<ServerProcess> {
  return listening(
    spawn(process.execPath, [launcher, "serve", "--listen", "127.0.0.1:0", "--data", dataDir], { stdio: ["ignore", "pipe", "ignore"] }),
  );
}

/** Waits for the line "Listening on URL". */
export function listening(child: ChildProcess): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it listened`)));
    if (child.stdout === null) return reject(new Error("The server's output is not read"));
    createInterface(child.stdout).once("line", (line) => {
      const url = line.split(" ").at(-1) ?? "";
      resolve({ url, stop: () => stop(child) });
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
