// The run lock across tabs and their workers, by Web Locks: the browser's own, which go with the tab that held them, however it ends. // P14

import type { RunLock, Timers } from "../ports.ts";

/** Locks of this origin called `name`. */
export function webRunLock(name: string, timers: Timers): RunLock {
  return {
    async exclusive(waitMs, work) {
      const waiting = new AbortController();
      let given = false;
      const cancel = timers.after(waitMs, () => waiting.abort());
      const options = waitMs <= 0 ? { ifAvailable: true } : { signal: waiting.signal };
      try {
        return await navigator.locks.request(name, options, async (lock) => {
          cancel();
          if (lock === null) return null;
          given = true;
          return work();
        });
      } catch (failure) {
        if (!given && waiting.signal.aborted) return null;
        throw failure;
      } finally {
        cancel();
      }
    },
  };
}
