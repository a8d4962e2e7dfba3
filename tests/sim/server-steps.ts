// What happens to the server, and what its operator does: it stops and starts, has too little room or patience for a time, dies at a write, loses
// its newest commits, or is put back to a copy.

import { toHex } from "@holdfast/protocol";
import type { Dice } from "./dice.ts";
import { deaths } from "./life.ts";
import type { Simulation } from "./simulation.ts";

interface Scene {
  readonly simulation: Simulation;
  readonly dice: Dice;
}

export async function loseTail({ simulation, dice }: Scene): Promise<string> {
  const { server } = simulation;
  const vault = dice.any([...server.state.vaults.values()]);
  if (vault === undefined) return "the server has nothing to lose";
  const hex = toHex(vault.vault);
  const count = server.loseTail(hex, 1 + dice.below(6));
  simulation.coverage.saw("happened", "a server lost its tail");
  return `the server loses the last ${count} commits of vault ${hex.slice(0, 4)}`;
}

export async function putBack({ simulation, dice }: Scene): Promise<string> {
  const { server } = simulation;
  const empty = server.mayBeEmptied && dice.once(5);
  const backup = dice.any(server.backups);
  simulation.coverage.saw("happened", empty ? "a server was emptied" : "a server was put back");
  server.putBack(empty || backup === undefined ? server.emptied : backup);
  return `the server is put back to ${empty ? "nothing" : "a backup"}`;
}

/** It starts again as it should be, with hardly any room left, or with little patience for anybody. */
export async function restart({ simulation, dice }: Scene): Promise<string> {
  const { server } = simulation;
  server.stop();
  for (const member of simulation.members) member.cutLine(true);
  const how = dice.pick(["as it should be", "as it should be", "full", "impatient"]);
  const held = Math.max(0, ...[...server.state.vaults.values()].map(({ bytes }) => bytes));
  server.bounds = {};
  if (how === "full") server.bounds = { accountBytes: held + dice.below(8_000) };
  if (how === "impatient") server.bounds = { rates: impatient };
  server.start();
  if (how !== "as it should be") simulation.coverage.saw("happened", `a server was ${how}`);
  return `the server restarts ${how}`;
}

const rare = { burst: 6, perSecond: 1 / 20 } as const;
const impatient = { address: rare, signUp: rare, name: rare, account: rare } as const;

export async function willDie({ simulation, dice }: Scene): Promise<string> {
  const [writes, death] = [1 + dice.below(5), dice.pick(deaths)];
  simulation.server.planDeath(writes, death);
  return `the server will die ${death} write ${writes} from now`;
}
