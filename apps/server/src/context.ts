// What every handler of one server has in common: its ports and settings, the queue that commits go through, and who
// listens for them. Made once for each server.

import { Hub } from "./live/hub.ts";
import { AppendQueue } from "./log/append-queue.ts";
import type { Context, Ports, Settings } from "./ports.ts";

export function makeContext(ports: Ports, settings: Settings): Context {
  const queue = new AppendQueue(ports.storage.vaults, (run) => ports.timers.turn(run));
  return { ...ports, settings, queue, hub: new Hub() };
}
