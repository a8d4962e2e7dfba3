// The run lock across processes, without native code: a transaction held open on a small SQLite file of its own. The lock is the
// kernel's and goes with the process that held it, however it ends; nothing is ever written into the file. // P14

import { DatabaseSync } from "node:sqlite";
import type { RunLock, Timers } from "../ports.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { makePrivate } from "./private-file.ts";
import { asStoreProblem, storeProblem } from "./sqlite-problem.ts";

/** How often a taken lock is tried again, in milliseconds: at first, and at most. */
const firstPauseMs = 5;
const longestPauseMs = 100;

/** In `file`, whose folder exists. `exclusive` throws `StoreProblem` where the file can't be used, and whatever its work throws. */
export function fileRunLock(file: string, timers: Timers): RunLock {
  return {
    async exclusive(waitMs, work) {
      asStoreProblem(() => makePrivate(file));
      const held = await acquire(file, timers, waitMs);
      if (held === null) return null;
      try {
        return await work();
      } finally {
        held.close();
      }
    },
  };
}

async function acquire(file: string, timers: Timers, waitMs: number): Promise<DatabaseSync | null> {
  let left = waitMs;
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    const held = attempt(file);
    if (held !== null || left <= 0) return held;
    const wait = Math.min(pause, left);
    await new Promise<void>((resolve) => void timers.after(wait, resolve));
    left -= wait;
  }
}

/** A connection that holds the lock, or null where another one does, in this process or elsewhere. */
function attempt(file: string): DatabaseSync | null {
  try {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      database.exec("BEGIN EXCLUSIVE");
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    const problem = storeProblem(error);
    if (problem instanceof StoreProblem && problem.kind === "busy") return null;
    throw problem;
  }
}
