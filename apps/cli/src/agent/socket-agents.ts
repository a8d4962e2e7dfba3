// Agents of a real machine, as commands reach them: a process of its own for each folder, found by its socket, started detached. The keys
// go to it through its standard input and through nothing else.

import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { askSocket } from "./agent-socket.ts";
import type { Agents } from "./messages.ts";
import { type Machine, socketPath } from "./socket-place.ts";

/** How long an agent may take to be there. */
const startMs = 15_000;
/** What an agent writes to its standard output when it listens. */
export const readyWord = "ready";

export const thisMachine = (): Machine => ({
  platform: process.platform,
  uid: process.getuid?.() ?? null,
  temporary: tmpdir(),
  environment: process.env,
});

/** `program`: the launcher that runs `holdfast agent`. */
export const socketAgents = (program: string): Agents => ({
  ask: async (folder, request, waitMs) => {
    const path = socketPath(folder, thisMachine(), false);
    return path === null ? null : askSocket(path, request, waitMs);
  },
  start: (folder, keys) =>
    socketPath(folder, thisMachine(), true) === null ? Promise.resolve(false) : launch(program, resolve(folder), keys),
});

function launch(program: string, folder: string, keys: Uint8Array): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, "agent", "--home", folder], {
      detached: true,
      cwd: "/",
      stdio: ["pipe", "pipe", "ignore"],
    });
    const finish = (started: boolean) => {
      clearTimeout(late);
      child.stdin.destroy();
      child.stdout.destroy();
      child.removeAllListeners();
      child.unref();
      done(started);
    };
    const late = setTimeout(() => finish(false), startMs);
    child.on("error", () => finish(false));
    child.on("exit", () => finish(false));
    child.stdin.on("error", () => finish(false));
    child.stdout.on("data", (said: Buffer) => {
      if (said.toString("latin1").startsWith(readyWord)) finish(true);
    });
    child.stdin.end(keys);
  });
}
