// What a process writes, line by line, to be waited for. Nothing here waits for a time: a line comes, or the process has ended.

import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

export interface Lines {
  /** Every line so far. */
  readonly said: readonly string[];
  /** The first line, said already or still to come, that `wanted` takes; throws where the process ends before. */
  until(wanted: (line: string) => boolean): Promise<string>;
}

export function linesOf(child: ChildProcess): Lines {
  const said: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const wake = () => {
    for (const look of [...waiting]) look();
  };
  if (child.stdout === null) throw new Error("no output to read");
  createInterface(child.stdout)
    .on("line", (line) => {
      said.push(line);
      wake();
    })
    .on("close", () => {
      over = true;
      wake();
    });
  return {
    said,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = said.find(wanted);
          if (found === undefined && !over) return;
          waiting.delete(look);
          if (found === undefined) reject(new Error(`it ended after:\n${said.join("\n")}`));
          else resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
