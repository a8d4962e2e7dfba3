// What whoever stands in the server's place does on purpose: lies that are planned for a device, in what it is answered and on its live line, and
// two faces of one server. Whether they are caught is seen by lies/witness.ts, and by what must hold after every step.

import { type Action, at, type Scene } from "./devices.ts";
import { edit } from "./edits.ts";
import type { Subject } from "./lies/liar.ts";
import { type LineLie, lineLies } from "./lies/on-the-line.ts";
import type { Member } from "./member.ts";

const synchronized = at(async ({ client }) => (await client.synchronize()).end.type);

/** So that there is something to lie about: another device changes something while this one does not hear of it. */
async function lacksSomething(scene: Scene): Promise<string> {
  const { member, dice } = scene;
  const other = dice.any(member.account.members.filter((one) => one !== member));
  if (other === undefined) return "alone, ";
  member.cutLine(false);
  const edited = await at(edit)({ ...scene, member: other });
  await synchronized({ ...scene, member: other });
  return `while ${other.name} ${edited}, `;
}

export const lieInPulls: Action = async (scene) => {
  const lacks = scene.dice.once(3) ? "" : await lacksSomething(scene);
  const plan = scene.member.liedTo.planAny("pull", scene.dice);
  return `${lacks}will hear in a pull that ${plan}; synchronizes: ${await synchronized(scene)}`;
};

export const lieToPushes: Action = async (scene) => {
  const plan = scene.member.liedTo.planAny("push", scene.dice);
  const edited = await at(edit)(scene);
  return `will hear of a push that ${plan}; ${edited}; synchronizes: ${await synchronized(scene)}`;
};

/** Its session is called ended first, so that it signs in. */
export const lieAtTheDoor: Action = async (scene) => {
  scene.member.liedTo.plans.plan("pull", "the session has ended", 1);
  const plan = scene.member.liedTo.planAny(scene.dice.pick<Subject>(["challenge", "session"]), scene.dice);
  return `will hear as it signs in that ${plan}; synchronizes: ${await synchronized(scene)}`;
};

export const lieOnTheLine: Action = async ({ member, dice }) => {
  const lie = dice.any(Object.keys(lineLies)) as LineLie;
  member.liedTo.lineLie = lie;
  return `will be poked with ${lie}`;
};

export const twoFaces: Action = async ({ simulation, member, dice }) => {
  const { faces } = simulation;
  if (!faces.areTwo) {
    const others = simulation.members.filter((other: Member) => other !== member && dice.once(3));
    faces.split(simulation.anotherServer(), [member, ...others]);
    simulation.coverage.saw("happened", "a server had two faces");
    return `sees another face of the server from now on, with ${others.length} others`;
  }
  if (dice.once(2)) {
    const second = dice.once(2);
    faces.unite(second);
    simulation.coverage.saw("happened", "two faces became one");
    return `sees the one server that there is again, by its ${second ? "second" : "first"} face`;
  }
  faces.turn(member);
  simulation.coverage.saw("happened", "a face was turned");
  return "is shown the other face";
};
