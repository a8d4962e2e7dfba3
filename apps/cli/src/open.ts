// Opening this device for a command: the folder, the main password, the replica; and closing it again whatever happens.

import { type Client, type Home, unlock } from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import type { Context } from "./command.ts";
import { type Exit, locked } from "./exit.ts";
import { mainPassword } from "./secrets.ts";

const notSignedIn = locked("This folder is no device of an account yet: use holdfast signup or holdfast signin.");
const wrongPassword = "The main password is wrong.";
const attempts = 3;

export interface Opened {
  readonly client: Client;
  readonly home: Home;
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

/** Runs `work` on the folder's replica, unlocked with the main password. */
export async function withClient(context: Context, work: (opened: Opened) => Promise<Exit>): Promise<Exit> {
  const home = await context.openHome(context.folder, false);
  if (home === null) return notSignedIn;
  let client: Client | null = null;
  try {
    const opened = await unlocked(context, home);
    if (!opened.ok) return opened.error;
    client = opened.value;
    return await work({ client, home });
  } finally {
    await (client ?? home.store).close();
  }
}

async function unlocked(context: Context, home: Home): Promise<Result<Client, Exit>> {
  if ((await home.store.read()).replica === null) return err(notSignedIn);
  for (let attempt = 1; ; attempt++) {
    const given = await mainPassword(context, "Main password: ");
    if (!given.ok) return given;
    if (given.value === null) return err(locked("This device is locked: give --password-file F, or run holdfast on a terminal."));
    const opened = await unlock(home, given.value.password);
    if (opened.ok) return ok(opened.value);
    if (opened.error.type === "not-signed-in") return err(notSignedIn);
    if (!given.value.asked || attempt === attempts) return err(locked(wrongPassword));
    context.terminal.say(wrongPassword);
  }
}

export { notSignedIn };
