// Where the built web app lies. In a checkout it is built first where its sources have changed, in a process of its own: the server listens
// meanwhile, and what builds is not loaded into it.

import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { err, ok, type Result } from "@holdfast/protocol";

const app = join(import.meta.dirname, "../../web");
const builder = join(app, "build/main.ts");
/** Of what a failed build says, the end is what helps. */
const mostSaid = 2_000;

/** The folder, or a sentence that says why there is none. */
export async function builtWebApp(): Promise<Result<string, string>> {
  const dist = join(app, "dist");
  if (existsSync(builder)) {
    const { code, said } = await run();
    if (code !== 0) return err(`The web app could not be built.\n${said.trim()}`);
  }
  return existsSync(join(dist, "index.html")) ? ok(dist) : err("The web app is not there.");
}

function run(): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve) => {
    const child = fork(builder, { stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [] });
    let said = "";
    const hear = (piece: Buffer): void => {
      said = (said + piece.toString("utf8")).slice(-mostSaid);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.on("error", ({ message }) => resolve({ code: null, said: message }));
    child.on("close", (code) => resolve({ code, said }));
  });
}
