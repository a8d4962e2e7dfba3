// What follows a durable change: it is sent, waiting at most three seconds, and the person hears in a few words where it stands.
// The change is done whether or not it could be sent; that is why the exit code is always 0.

import { type Progress, statusText } from "@holdfast/core";
import { savedMs } from "./agent/messages.ts";
import type { Context } from "./command.ts";
import { done, type Exit } from "./exit.ts";
import { machineFailure } from "./machine-failure.ts";
import type { Opened } from "./open.ts";
import { progressBar } from "./progress-bar.ts";

const waitMs = 3_000;
/** Changes from which on sending is long work. */
const manyChanges = 100;

/** `words`: what was saved, as a sentence. */
export async function send(context: Context, { client, home, byAgent }: Opened, words: string): Promise<Exit> {
  const bar = progressBar(context.terminal);
  const progress = ({ done, total }: Progress) => {
    if (total >= manyChanges) bar.show("Sending", done, total);
  };
  try {
    // The agent sends it; where it does not answer in time, it is saved and waits.
    if (byAgent) await context.agents.ask(context.folder, { kind: "saved" }, savedMs);
    else await client.synchronize({ waitMs, progress });
  } catch (error) {
    // It is saved; that the machine failed on the way out does not undo that.
    context.terminal.say(`${words} ${machineFailure(error)}`);
    return done;
  } finally {
    bar.end();
  }
  const { current } = await client.status();
  const more = current.phase === "waiting" && current.reason.type === "soon" ? "; holdfast sync sends the rest" : "";
  context.terminal.say(`${words} ${statusText(current, home.environment.clock.now())}${more}`);
  return done;
}
