// What happens to a device as a whole: it starts, is switched on and off, heals, is opened twice, becomes one of an account and ceases to be one.
// Whoever is dead or locked and is asked for something starts again first, as a person would start them.

import { setEnabled } from "@holdfast/core";
import { toHex } from "@holdfast/protocol";
import type { Dice } from "./dice.ts";
import { type Deed, edit, note } from "./edits.ts";
import { checkSaved } from "./invariants.ts";
import { deaths } from "./life.ts";
import type { Member } from "./member.ts";
import type { Simulation } from "./simulation.ts";

export interface Scene {
  readonly simulation: Simulation;
  readonly member: Member;
  readonly dice: Dice;
}

/** Does it, and says so in the story. */
export type Action = (scene: Scene) => Promise<string>;

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

/** A deed at the device itself. */
export const at =
  (deed: (deed: Deed) => Promise<string>): Action =>
  async ({ simulation, member, dice }) => {
    if (!(await started(simulation, member))) return "does not start";
    const { client } = member;
    if (client === null) return "does not start";
    return (await simulation.during(member, () => deed({ simulation, member, client, dice }))) ?? "dies of it";
  };

/** The same by another process beside the one that runs, over the same disk: a command line beside a window. // P2 */
export const beside: Action = async ({ simulation, member, dice }) => {
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

export const heal = at(async ({ simulation, client }) => {
  const plan = await client.healPlan();
  if (!plan.ok) return `asks for a plan of healing: ${plan.error.type}`;
  if (plan.value.seen === "nothing") return "has nothing to heal";
  const { end, merged } = await client.heal({ removing: plan.value.removed, replacing: plan.value.damaged });
  simulation.coverage.saw("happened", `a person healed: ${plan.value.seen}`);
  return `heals (${plan.value.seen}): ${merged} items, ${end.type}`;
});

export const turn: Action = async ({ simulation, member, dice }) => {
  const { replica } = await member.store.read();
  if (replica === null) return "is no device";
  // Mostly on, or hardly anything would ever meet.
  if (replica.enabled && !dice.once(3)) return "is left switched on";
  const enabled = !replica.enabled;
  if (member.life.death !== null || member.client === null) return "is not there to switch anything";
  member.switched(true);
  const done = await simulation.during(member, async () => {
    await setEnabled(member.home, enabled);
    await member.client?.live.switched();
    return true;
  });
  member.switched((await member.store.read()).replica?.enabled ?? true);
  return done === null ? "dies of it" : `switches synchronization ${enabled ? "on" : "off"}`;
};

export const newDevice: Action = async ({ simulation, member, dice }) => {
  const { account } = member;
  if (account.members.length >= 6 || member.client === null || member.life.death !== null) return "shows no setup code";
  const code = await simulation.during(member, async () => (await member.client?.setupCode()) ?? "");
  if (code === null) return "dies of it";
  const fresh = simulation.newMember(account);
  fresh.weather = dice.once(3) ? "rough" : "fine";
  if (dice.once(3)) fresh.liedTo.planAny("pull", dice);
  if (dice.once(3)) fresh.willDie = { writes: 1 + dice.below(8), death: dice.pick(deaths) };
  const why = await simulation.during(fresh, () => fresh.signIn(code));
  const isDevice = (await fresh.store.read().catch(() => ({ replica: null }))).replica !== null;
  if (isDevice) account.members.push(fresh);
  return `shows a setup code: ${isDevice ? `${fresh.name} is a device` : `no new device, ${why}`}`;
};

/**
 * Signs out, where the product finds that nothing can be lost by it. From then on the server alone may hold what this device held, so it is put back
 * to nothing older: that loss would be the operator's. // S43
 */
export const signOut: Action = async (scene) => {
  const { simulation, member } = scene;
  const { members } = member.account;
  if (!simulation.mayLeave || members.length < 2 || simulation.faces.areTwo) return "stays";
  const vault = (await member.store.read()).replica?.vault;
  // Whoever signs out leaves everything to the server: one that lies at that very moment can keep anything.
  member.liedTo.plans.silent = true;
  const said = await leave(scene);
  member.liedTo.plans.silent = false;
  // Also where its process died right after it had emptied the disk.
  if ((await member.store.read()).replica !== null) return said;
  if (member.life.death === null) member.life.end("after");
  members.splice(members.indexOf(member), 1);
  if (vault !== undefined) simulation.server.keepAllOf(toHex(vault));
  simulation.coverage.saw("happened", "a device signed out");
  return "signs out";
};

const leave = at(async ({ client }) => {
  const left = await client.signOut({ discard: false });
  return left.ok ? "signs out" : `is not signed out: ${left.error.type}`;
});
