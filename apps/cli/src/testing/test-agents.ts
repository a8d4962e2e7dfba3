// Agents in the process of the test: the real agent over a second process's view of the folder, reached without a socket. For tests alone.

import { unlockWith } from "@holdfast/core";
import type { MemoryHome } from "@holdfast/core/testing/memory-home";
import { decode, encode } from "@holdfast/protocol";
import { Agent } from "../agent/agent.ts";
import { type Agents, agentReply } from "../agent/messages.ts";

export interface TestAgents extends Agents {
  /** The agent that stands for a folder. */
  of(folder: string): Agent | undefined;
}

export function testAgents(homes: ReadonlyMap<string, MemoryHome>): TestAgents {
  const standing = new Map<string, Agent>();
  return {
    of: (folder) => standing.get(folder),
    ask: async (folder, request) => {
      const reply = (await standing.get(folder)?.handle(request)) ?? null;
      // As a socket does it: the bytes are another process's own.
      const carried = reply === null ? null : decode(agentReply, encode(agentReply, reply));
      return carried?.ok ? carried.value : null;
    },
    start: async (folder, handed) => {
      const home = homes.get(folder)?.another();
      if (home === undefined || standing.has(folder)) return false;
      const keys = Uint8Array.from(handed);
      const opened = await unlockWith(home, keys);
      if (!opened.ok) return false;
      const { clock, timers } = home.environment;
      const agent = new Agent({ client: opened.value, home, keys, clock, timers });
      standing.set(folder, agent);
      void agent.ended.then(() => standing.delete(folder));
      await agent.start();
      return true;
    },
  };
}
