// What each step does: the table from its word to what happens, with what is too small for a file of its own.

import { type Action, at, beside, heal, newDevice, signOut, turn } from "./devices.ts";
import type { Dice } from "./dice.ts";
import { add, bringBack, edit, importFile, restoreExport, settleConflict, trash, undoImport } from "./edits.ts";
import { lieAtTheDoor, lieInPulls, lieOnTheLine, lieToPushes, twoFaces } from "./lie-steps.ts";
import { type Death, deaths } from "./life.ts";
import type { Member } from "./member.ts";
import { loseTail, putBack, restart, willDie } from "./server-steps.ts";
import type { Simulation } from "./simulation.ts";
import type { Step, What } from "./step.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

const actions: Readonly<Record<What, Action>> = {
  edit: at(edit),
  add: at(add),
  "edit beside": beside,
  import: at(importFile),
  "undo an import": at(undoImport),
  "restore an export": at(restoreExport),
  trash: at(trash),
  "bring back": at(bringBack),
  "settle a conflict": at(settleConflict),
  synchronize: at(async ({ client }) => `synchronizes: ${(await client.synchronize()).end.type}`),
  heal,
  lock: async ({ simulation, member }) => (await simulation.during(member, () => member.lock().then(() => "locks"))) ?? "dies of it",
  "wrong password": async ({ simulation, member }) => {
    await simulation.during(member, () => member.lock());
    const opened = await simulation.during(member, () => member.unlock("a wrong password"));
    return opened === false ? "is asked with a wrong password" : `takes a wrong password: ${opened}`;
  },
  die: async ({ member, dice }) => {
    const death = dice.pick<Death>(["after", "with the power after"]);
    member.life.end(death);
    return death === "after" ? "is killed" : "loses its power";
  },
  "will die": async ({ member, dice }) => {
    const [writes, death] = [1 + dice.below(8), dice.pick(deaths)];
    member.life.plan(writes, death);
    return `will die ${death} write ${writes} from now`;
  },
  network: async ({ member, dice }) => {
    const before = member.weather;
    member.weather = dice.pick(["fine", "fine", "offline", "rough", "rough"]);
    if (before === "offline" && member.weather !== "offline" && dice.once(2)) member.client?.live.online();
    return `has a network that is ${member.weather}`;
  },
  "cut the line": async ({ member, dice }) => {
    const told = dice.once(2);
    member.cutLine(told);
    return `has its live line cut, and ${told ? "hears of it" : "does not notice"}`;
  },
  switch: turn,
  clock: async ({ member, dice }) => {
    const off = dice.pick([0, 0, dice.below(10 * minute) - 5 * minute, (dice.below(100) - 50) * day, 20 * 365 * day, -30 * 365 * day]);
    const gain = dice.pick([0, 0, 0.01, -0.01]);
    member.setClock(off, gain);
    return `has a clock that is ${off} ms off${gain === 0 ? "" : ` and gains ${gain}`}`;
  },
  "new device": newDevice,
  "sign out": signOut,
  wait: async ({ simulation, dice }) => {
    await simulation.wait(dice.below(4_000));
    return "time passes";
  },
  "wait for minutes": async ({ simulation, dice }) => {
    await simulation.wait(dice.below(10 * minute));
    return "minutes pass";
  },
  "wait for days": async ({ simulation, dice }) => {
    const days = dice.pick([1, 3, 31, 31, 40]);
    await simulation.wait(days * day);
    await simulation.server.clean();
    return `${days} days pass`;
  },
  "back up": async ({ simulation }) => {
    simulation.server.backUp();
    return "the server is backed up";
  },
  "server restarts": restart,
  "server will die": willDie,
  "server loses its tail": loseTail,
  "server is put back": putBack,
  "lie in pulls": lieInPulls,
  "lie to pushes": lieToPushes,
  "lie at the door": lieAtTheDoor,
  "lie on the line": lieOnTheLine,
  "two faces": twoFaces,
};

const ofTheServer: ReadonlySet<What> = new Set<What>([
  "back up",
  "server restarts",
  "server will die",
  "server loses its tail",
  "server is put back",
  "wait",
  "wait for minutes",
  "wait for days",
]);

/** Does one step, and tells the story of it. */
export async function act(simulation: Simulation, member: Member, step: Step, dice: Dice): Promise<void> {
  const said = await actions[step.what]({ simulation, member, dice });
  simulation.tell(ofTheServer.has(step.what) ? said : `${member.account.name.split("@")[0]}'s ${member.name} ${said}`);
}
