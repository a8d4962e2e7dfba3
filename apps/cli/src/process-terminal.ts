// The Terminal of a real process. Prompts stand on standard error, so that `holdfast get … > file` can still ask for the password.

import { askLine } from "./prompt.ts";
import { readAll } from "./read-all.ts";
import type { Terminal } from "./terminal.ts";

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  return {
    write: (text) => void stdout.write(text),
    say: (sentence) => {
      clear();
      stderr.write(`${sentence}\n`);
    },
    width: stdout.isTTY ? stdout.columns || 80 : null,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    ask: (question, hidden) => askLine(stdin, stderr, question, hidden),
    readInput: (most) => readAll(stdin, most),
    redraw: (line) => {
      if (!stderr.isTTY) return;
      clear();
      if (line !== null) stderr.write(line);
      shown = line !== null;
    },
    environment: process.env,
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
      }),
  };
}

/** Waits until what was written has left the process: an exit before that would cut it on a pipe. */
export const flushed = async (): Promise<void> => {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.destroyed) await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }
};
