// The ports as Node fills them: the system's clock, its timers, its generator.

import { webcrypto } from "node:crypto";
import type { Ports } from "./ports.ts";

export const nodePorts: Pick<Ports, "clock" | "timers" | "randomBytes"> = {
  clock: { now: () => Date.now() },
  timers: {
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      // The listening socket keeps the process up; a timer that waits for its hour must not.
      timer.unref();
      return () => clearTimeout(timer);
    },
    turn: (run) => void setImmediate(run),
  },
  randomBytes: (count) => webcrypto.getRandomValues(new Uint8Array(count)),
};
