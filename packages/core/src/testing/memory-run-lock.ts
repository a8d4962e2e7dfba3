// The run lock within one process: first come, first served. For tests and simulations.

import type { RunLock, Timers } from "../ports.ts";

/** Waiting is measured by `timers`, so that a test decides how long it takes. // P14 */
export function memoryRunLock(timers: Timers): RunLock {
  let taken = false;
  const queue: (() => void)[] = [];

  const turn = (waitMs: number): Promise<boolean> => {
    if (!taken) {
      taken = true;
      return Promise.resolve(true);
    }
    if (waitMs <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const mine = () => {
        cancel();
        resolve(true);
      };
      const cancel = timers.after(waitMs, () => {
        queue.splice(queue.indexOf(mine), 1);
        resolve(false);
      });
      queue.push(mine);
    });
  };

  const release = (): void => {
    const next = queue.shift();
    if (next === undefined) taken = false;
    else next();
  };

  return {
    async exclusive(waitMs, work) {
      if (!(await turn(waitMs))) return null;
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
