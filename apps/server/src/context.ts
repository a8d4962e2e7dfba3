// What every handler of one server has in common: its ports and settings, the queue that commits go through, and who
// listens for them. Made once for each server.

import { defaultRates, Gate } from "./limit/gate.ts";
import { Hub } from "./live/hub.ts";
import { AppendQueue } from "./log/append-queue.ts";
import { Meter } from "./metrics/meter.ts";
import type { Context, Ports, Settings } from "./ports.ts";
import type { Vaults } from "./storage/storage.ts";

export function makeContext(ports: Ports, settings: Settings): Context {
  const meter = new Meter();
  const append: Vaults["append"] = (commits) => {
    meter.transaction();
    return ports.storage.vaults.append(commits);
  };
  const queue = new AppendQueue({ append }, (run) => ports.timers.turn(run));
  const gate = new Gate(ports.clock, settings.rates ?? defaultRates);
  return { ...ports, settings, queue, hub: new Hub(), gate, meter };
}
