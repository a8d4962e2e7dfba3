// What signup, signin and unlock do at their end: an agent takes over the keys. With --password-file no agent is needed, and none is started.

import type { Client } from "@holdfast/core";
import { flag } from "../arguments.ts";
import type { Context } from "../command.ts";

/** Whether an agent holds the keys now. */
export async function keepUnlocked({ agents, folder, args }: Context, client: Client): Promise<boolean> {
  if (flag(args, "password-file")) return false;
  const keys = client.keys();
  try {
    return await agents.start(folder, keys);
  } finally {
    keys.fill(0);
  }
}
