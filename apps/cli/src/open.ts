// Opening this device for a command: the folder, the main password, the replica; and closing it again whatever happens.

import { type Client, type Home, unlock, unlockWith } from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import { promptMs } from "./agent/messages.ts";
import { flag } from "./arguments.ts";
import type { Context } from "./command.ts";
import { type Exit, locked } from "./exit.ts";
import { mainPassword } from "./secrets.ts";

const notSignedIn = locked("This folder is no device of an account yet: use holdfast signup or holdfast signin.");
const wrongPassword = "The main password is wrong.";
const attempts = 3;

export interface Opened {
  readonly client: Client;
  readonly home: Home;
  /** Whether an agent keeps this folder synchronized: it is told of what was saved. */
  readonly byAgent: boolean;
}

/** Runs `work` on the folder's home, which must be there. */
export async function withHome(context: Context, work: (home: Home) => Promise<Exit>): Promise<Exit> {
  const home = await context.openHome(context.folder, false);
  if (home === null) return notSignedIn;
  try {
    return await work(home);
  } finally {
    await home.store.close();
  }
}

/** Runs `work` on the folder's replica, unlocked by its agent, else with the main password. */
export const withClient = (context: Context, work: (opened: Opened) => Promise<Exit>): Promise<Exit> => withOpened(context, true, work);

/** The same where the main password is asked for even though the folder is unlocked: secrets that open everything are shown. */
export const withPassword = (context: Context, work: (opened: Opened) => Promise<Exit>): Promise<Exit> => withOpened(context, false, work);

async function withOpened(context: Context, mayAskAgent: boolean, work: (opened: Opened) => Promise<Exit>): Promise<Exit> {
  const home = await context.openHome(context.folder, false);
  if (home === null) return notSignedIn;
  let client: Client | null = null;
  try {
    client = mayAskAgent ? await unlockedByAgent(context, home) : null;
    const byAgent = client !== null;
    if (client === null) {
      const opened = await unlocked(context, home);
      if (!opened.ok) return opened.error;
      client = opened.value;
    }
    return await work({ client, home, byAgent });
  } finally {
    await (client ?? home.store).close();
  }
}

/** With the keys that the folder's agent holds; null where there is none, or they are not (any more) this replica's. */
async function unlockedByAgent({ agents, args, folder }: Context, home: Home): Promise<Client | null> {
  if (flag(args, "password-file")) return null;
  const reply = await agents.ask(folder, { kind: "keys" }, promptMs);
  if (reply?.kind !== "keys") return null;
  const opened = await unlockWith(home, reply.keys);
  reply.keys.fill(0);
  return opened.ok ? opened.value : null;
}

async function unlocked(context: Context, home: Home): Promise<Result<Client, Exit>> {
  if ((await home.store.read()).replica === null) return err(notSignedIn);
  for (let attempt = 1; ; attempt++) {
    const given = await mainPassword(context, "Main password: ");
    if (!given.ok) return given;
    if (given.value === null) return err(locked("This device is locked: run holdfast unlock on a terminal, or give --password-file F."));
    const opened = await unlock(home, given.value.password);
    if (opened.ok) return ok(opened.value);
    if (opened.error.type === "not-signed-in") return err(notSignedIn);
    if (!given.value.asked || attempt === attempts) return err(locked(wrongPassword));
    context.terminal.say(wrongPassword);
  }
}

export { notSignedIn };
