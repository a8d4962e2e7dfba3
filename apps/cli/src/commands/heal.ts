// holdfast heal: for a server that was put back, emptied, or has gone on without what this device has seen. Says what was seen, what that can
// mean and what will happen; on a person's word everything that this device holds is brought back. Both sides are kept.

import { type HealPlan, type HealReport, type Progress, statusText } from "@holdfast/core";
import { flag } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, misuse, needsAttention } from "../exit.ts";
import { type Opened, withClient } from "../open.ts";
import { progressBar } from "../progress-bar.ts";
import { saysYes } from "../says-yes.ts";
import { plural } from "../words.ts";
import { invitationOf } from "./signup.ts";
import { exitOf } from "./sync.ts";

async function heal(context: Context, opened: Opened): Promise<Exit> {
  const { client, home } = opened;
  const invitation = await invitationOf(context);
  if (!invitation.ok) return invitation.error;
  const plan = await client.healPlan();
  const text = async (): Promise<string> => statusText((await client.status()).current, home.environment.clock.now());
  if (!plan.ok) return exitOf({ end: plan.error }, await text(), client.origin);
  if (plan.value.seen === "nothing")
    return report(context, nothingDone, "The server's history and this device's are one: there is nothing to heal.");
  for (const line of told(plan.value)) context.terminal.say(line);
  const refused = await confirmed(context);
  if (refused !== null) return refused;
  const bar = progressBar(context.terminal);
  const progress = ({ step, done, total }: Progress) => bar.show(step === "pull" ? "Receiving" : "Sending", done, total);
  const invited = invitation.value === null ? {} : { invitation: invitation.value };
  const { removed, damaged } = plan.value;
  const word = { removing: removed, replacing: damaged, progress, ...invited };
  const first = await client.heal({ ...word, withoutAll: flag(context.args, "without-all") });
  bar.end();
  const healed = first.missed === true && (await replacesAnyway(context)) ? await client.heal({ ...word, withoutAll: true }) : first;
  bar.end();
  if (healed.end.type === "quiet") return ended(context, healed);
  answer(context, view(healed), () => "");
  return exitOf(healed, await text(), client.origin);
}

const nothingDone: Pick<HealReport, "healed" | "merged" | "pushed"> = { healed: false, merged: 0, pushed: 0 };

const view = ({ healed, merged, pushed }: typeof nothingDone) => ({ healed, merged, pushed });

function report(context: Context, made: typeof nothingDone, sentence: string): Exit {
  answer(context, view(made), () => "");
  context.terminal.say(sentence);
  return done;
}

function ended(context: Context, made: HealReport): Exit {
  const { healed, merged, pushed, missed } = made;
  if (missed === true) {
    answer(context, view(made), () => "");
    return needsAttention("Nothing was replaced. Try again later; holdfast heal --without-all replaces it all the same.");
  }
  if (!healed) return report(context, made, "There is nothing left to heal.");
  return report(
    context,
    made,
    `Healed: ${plural(merged, "item", "items")} joined, ${plural(pushed, "item", "items")} sent. Other devices follow when they next synchronize.`,
  );
}

/** Whether a person lets go what only the server may have. A script says so beforehand. // S42 */
async function replacesAnyway(context: Context): Promise<boolean> {
  context.terminal.say("The server did not send everything it was asked for, and may yet have what is damaged.");
  if (flag(context.args, "yes") || !context.terminal.canAsk) return false;
  return (await saysYes(context, "Replace it all the same? What only the server has of it is gone then.", "")) === null;
}

/** Null where a person, or a script, has said yes. */
async function confirmed(context: Context): Promise<Exit | null> {
  if (flag(context.args, "yes")) return null;
  if (!context.terminal.canAsk) return misuse("Nobody is there to ask: holdfast heal --yes does it without a question.");
  return saysYes(context, "Heal?", "Nothing was done.");
}

const seen: Readonly<Record<Exclude<HealPlan["seen"], "nothing">, readonly [saw: string, means: string]>> = {
  behind: [
    "The server lacks changes that this device has seen there.",
    "An older backup may have been put back. It may also hold back the newest state on purpose.",
  ],
  diverged: [
    "The server lacks changes that this device has seen there, and has others in their place.",
    "An older backup may have been put back, and other devices gone on from it. It may also show its devices different states on purpose.",
  ],
  "account-unknown": [
    "The server does not take this device's sign-in.",
    "It may have been replaced by an empty one: then the account is made again with all that is here. If the main password was changed on another device, nothing will happen; sign in again instead.",
  ],
  damaged: [
    "Items are damaged on the server, and their right bytes are not on this device.",
    "Its disk may have failed. A device that has them sends them again by itself: let every other device synchronize first.",
  ],
  unfinished: ["A healing that was begun on this device is not finished.", "It goes on with every synchronization."],
};

/** What was seen, what it can mean, what will happen. */
function told(plan: HealPlan): readonly string[] {
  const { seen: what, onlyHere, onlyThere, differing, removed, requests } = plan;
  if (what === "nothing") return [];
  if (what === "damaged") return [...seen[what], ...replacing(plan)];
  const moves = [
    `${plural(onlyHere, "item is", "items are")} only here and will be sent`,
    `${plural(onlyThere, "item is", "items are")} only there and will come`,
    `${plural(differing, "item differs", "items differ")} and will be joined`,
  ];
  const goes = removed === 0 ? [] : [`${plural(removed, "item", "items")} purged on another device will go to the trash here.`];
  const counts = what === "unfinished" ? [] : [`${moves.join(", ")}. Nothing of either side is lost.`, ...goes];
  return [...seen[what], ...counts, `That takes about ${plural(requests, "request", "requests")}. Other devices are not asked again.`];
}

/** What takes the place of what is damaged. // S42 */
function replacing({ damaged, unheld }: HealPlan): readonly string[] {
  const good = damaged - unheld;
  return [
    ...(good === 0 ? [] : [`The last good state of ${plural(good, "item", "items")} is sent in the place of what is damaged.`]),
    ...(unheld === 0 ? [] : [`Of ${plural(unheld, "item", "items")} nothing was ever here: given up until a device brings it.`]),
    "A device that comes back with the right bytes later brings all their values back.",
  ];
}

export const healCommand: Command = {
  name: "heal",
  usage: ["heal [--yes] [--without-all] [--invitation-file F]"],
  summary: "Brings back to the server what it has lost.",
  details: [
    "--yes                Does it without a question, for scripts.",
    "--without-all        Replaces what is damaged also where the server does not send everything once more: what it alone has is gone.",
    "--invitation-file F  The invitation, where an emptied server asks for one.",
    "Says what was seen, what it can mean and what will happen before anything is changed.",
    "--json  { healed, merged, pushed }",
  ],
  positionals: [0, 0],
  options: { yes: { values: 0 }, "without-all": { values: 0 }, "invitation-file": { values: 1, input: true } },
  run: (context) => withClient(context, (opened) => heal(context, opened)),
};
