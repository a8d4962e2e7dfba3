// kill -9 at a moment that is known by what has happened, never by a time that has passed.

import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { type Ended, ended } from "./program.ts";

export interface Killed extends Ended {
  /** Whether the moment came before the program had ended by itself. */
  readonly hit: boolean;
}

/** Kills `child` as soon as `moment` holds, looking after every turn; `out` is what it has printed so far. */
export async function killedWhen(child: ChildProcess, moment: (out: string) => boolean): Promise<Killed> {
  let out = "";
  let hit = false;
  child.stdout?.on("data", (chunk) => {
    out += chunk;
    look();
  });
  const look = () => {
    if (hit || !moment(out)) return;
    hit = true;
    child.kill("SIGKILL");
  };
  const looking = setInterval(look, 1);
  const end = await ended(child);
  clearInterval(looking);
  return { ...end, hit };
}

/** Bytes of a file as it is now, 0 where there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
