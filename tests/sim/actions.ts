// What each step does. Whoever is dead or locked and is asked for something starts again first, as a person would start them.

import { setEnabled } from "@holdfast/core";
import { toHex } from "@holdfast/protocol";
import type { Dice } from "./dice.ts";
import { add, bringBack, type Deed, edit, importFile, note, restoreExport, settleConflict, trash, undoImport } from "./edits.ts";
import { checkSaved } from "./invariants.ts";
import { type Death, deaths } from "./life.ts";
import type { Member } from "./member.ts";
import { cutTail } from "./server-life.ts";
import type { Simulation } from "./simulation.ts";
import type { Step, What } from "./step.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

interface Scene {
  readonly simulation: Simulation;
  readonly member: Member;
  readonly dice: Dice;
}

type Action = (scene: Scene) => Promise<string>;

/** Starts a device that is dead or locked; false where its process dies at once again, or it is a device no longer. */
export async function started(simulation: Simulation, member: Member): Promise<boolean> {
  if (member.client !== null && member.life.death === null) return true;
  if ((await member.store.read().catch(() => ({ replica: true }))).replica === null) return false;
  const opened = await simulation.during(member, () => member.unlock());
  if (opened === null || member.client === null) return false;
  await note(
    { member, client: member.client },
    (await member.client.items()).map(({ id }) => id),
  );
  await checkSaved(simulation, member);
  return true;
}

/** The same by another process beside the one that runs, over the same disk: a command line beside a window. // P2 */
const beside: Action = async ({ simulation, member, dice }) => {
  if (!(await started(simulation, member))) return "does not start";
  const done = await simulation.during(member, async () => {
    const client = await member.another();
    if (client === null) return "can't be opened twice";
    const said = await edit({ simulation, member, client, dice });
    if (dice.once(2)) await client.synchronize();
    await client.close();
    return `, by another process, ${said}`;
  });
  return done ?? "dies of it";
};

/** A deed at the device itself. */
const at =
  (deed: (deed: Deed) => Promise<string>): Action =>
  async ({ simulation, member, dice }) => {
    if (!(await started(simulation, member))) return "does not start";
    const { client } = member;
    if (client === null) return "does not start";
    return (await simulation.during(member, () => deed({ simulation, member, client, dice }))) ?? "dies of it";
  };

const heal = at(async ({ simulation, client }) => {
  const plan = await client.healPlan();
  if (!plan.ok) return `asks for a plan of healing: ${plan.error.type}`;
  if (plan.value.seen === "nothing") return "has nothing to heal";
  const { end, merged } = await client.heal({ removing: plan.value.removed, replacing: plan.value.damaged });
  simulation.coverage.saw("happened", `a person healed: ${plan.value.seen}`);
  return `heals (${plan.value.seen}): ${merged} items, ${end.type}`;
});

const turn: Action = async ({ simulation, member, dice }) => {
  const { replica } = await member.store.read();
  if (replica === null) return "is no device";
  // Mostly on, or hardly anything would ever meet.
  if (replica.enabled && !dice.once(3)) return "is left switched on";
  const enabled = !replica.enabled;
  if (member.life.death !== null || member.client === null) return "is not there to switch anything";
  const done = await simulation.during(member, async () => {
    await setEnabled(member.home, enabled);
    await member.client?.live.switched();
    return true;
  });
  return done === null ? "dies of it" : `switches synchronization ${enabled ? "on" : "off"}`;
};

const newDevice: Action = async ({ simulation, member, dice }) => {
  const { account } = member;
  if (account.members.length >= 6 || member.client === null || member.life.death !== null) return "shows no setup code";
  const code = await simulation.during(member, async () => (await member.client?.setupCode()) ?? "");
  if (code === null) return "dies of it";
  const fresh = simulation.newMember(account);
  fresh.weather = dice.once(3) ? "rough" : "fine";
  const why = await simulation.during(fresh, () => fresh.signIn(code));
  const isDevice = (await fresh.store.read().catch(() => ({ replica: null }))).replica !== null;
  if (isDevice) account.members.push(fresh);
  return `shows a setup code: ${isDevice ? `${fresh.name} is a device` : `no new device, ${why}`}`;
};

const loseTail: Action = async ({ simulation, dice }) => {
  const { server } = simulation;
  const vault = dice.any([...server.state.vaults.values()]);
  if (vault === undefined) return "nothing to lose";
  const count = 1 + dice.below(6);
  server.stop();
  cutTail(vault, count);
  server.rollbacks++;
  server.start();
  simulation.coverage.saw("happened", "a server lost its tail");
  return `the server loses the last ${count} commits of vault ${toHex(vault.vault).slice(0, 4)}`;
};

const putBack: Action = async ({ simulation, dice }) => {
  const { server } = simulation;
  const empty = dice.once(5);
  const backup = dice.any(server.backups);
  simulation.coverage.saw("happened", empty ? "a server was emptied" : "a server was put back");
  server.putBack(empty || backup === undefined ? server.emptied : backup);
  return `the server is put back to ${empty ? "nothing" : "a backup"}`;
};

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
  "server restarts": async ({ simulation }) => {
    simulation.server.stop();
    for (const member of simulation.members) member.cutLine(true);
    simulation.server.start();
    return "the server restarts";
  },
  "server will die": async ({ simulation, dice }) => {
    const [writes, death] = [1 + dice.below(5), dice.pick(deaths)];
    simulation.server.planDeath(writes, death);
    return `the server will die ${death} write ${writes} from now`;
  },
  "server loses its tail": loseTail,
  "server is put back": putBack,
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
