// The life of an agent in its process: takes the folder's agent lock, opens the replica with the keys it was handed, answers on its socket
// until it locks. Two agents never stand for one folder: the lock is the kernel's, and goes with the process however that ends.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Home, type Timers, unlockWith } from "@holdfast/core";
import { fileRunLock } from "@holdfast/core/adapters/file-run-lock";
import { Agent } from "./agent.ts";
import { serveSocket } from "./agent-socket.ts";

export interface AgentPlace {
  /** The replica's folder, which is there. */
  readonly folder: string;
  readonly socket: string;
  readonly home: Home;
  readonly keys: Uint8Array;
  readonly timers: Timers;
  /** Called when commands can reach the agent. */
  readonly ready: () => void;
  /** Resolves when the process is asked to stop. */
  readonly stopped: Promise<void>;
}

/** Resolves when the agent has locked. `other-agent`: the folder has one. `other-keys`: these keys do not open it. */
export async function serveAgent(place: AgentPlace): Promise<"locked" | "other-agent" | "other-keys"> {
  const outcome = await fileRunLock(join(place.folder, "agent.lock"), place.timers).exclusive(0, () => serve(place));
  return outcome ?? "other-agent";
}

async function serve({ home, keys, socket, ready, stopped }: AgentPlace): Promise<"locked" | "other-keys"> {
  const opened = await unlockWith(home, keys);
  if (!opened.ok) return "other-keys";
  const { clock, timers } = home.environment;
  const agent = new Agent({ client: opened.value, home, keys, clock, timers });
  const listening = await serveSocket(socket, (request) => agent.handle(request));
  try {
    void stopped.then(() => agent.lock());
    await agent.start();
    ready();
    await agent.ended;
    return "locked";
  } finally {
    await listening.close();
    rmSync(socket, { force: true });
  }
}
