// Progress: once the network is whole, loops alone bring every device up to date that no person has to be asked on; and at rest one edit
// costs a bounded number of requests and is everywhere at once. // S19, S32–S38

import { equalBytes, toHex } from "@holdfast/protocol";
import { note } from "./edits.ts";
import type { Account, Member } from "./member.ts";
import { Broken, type Simulation } from "./simulation.ts";

const minute = 60_000;
/** The longest wait after a failure is five minutes and so is the regular one; a run may take one, and a device that follows another one more. */
const soonMs = 10 * minute;
/** Requests of the device that edits, and of each that hears of it: a poke brings the commit, and the server's word on devices may be asked for. */
const mostToSend = 4;
const mostToHear = 3;

/** Lets the loops work, and finds whoever they have left behind without a word to a person. */
export async function keptUpByLoops(simulation: Simulation): Promise<void> {
  for (let wait = 0; wait < 2; wait++) await simulation.wait(soonMs);
  for (const member of simulation.members) {
    const left = await leftBehind(simulation, member);
    if (left !== null) throw new Broken(`${member.name} of ${member.account.name} has ${left} after ${(2 * soonMs) / minute} good minutes`);
  }
}

/** How it is not up to date, though nothing is asked of a person; null where it is, or where somebody is asked. */
async function leftBehind({ server }: Simulation, { store }: Member): Promise<string | null> {
  const { replica, inFlight, waiting } = await store.read();
  if (replica === null) return "become no device";
  const head = server.vaultOf(toHex(replica.vault))?.head;
  const stands = server.vaultOf(toHex(replica.vault))?.heads[replica.head.seq - 1]?.hash;
  const sameHistory = replica.head.seq === 0 || (stands !== undefined && equalBytes(stands, replica.head.hash));
  // Damaged items are asked of other devices and then of a person; and what else only a person can tell.
  const asks = replica.troubles.filter(({ kind, reason, items }) =>
    kind === "behind" || kind === "diverged" || (kind === "damaged" && items.length === 0)
      ? !sameHistory
      : kind !== "unreachable" && reason !== "protocol-version",
  );
  if (asks.length > 0) return null;
  const [trouble] = replica.troubles;
  if (trouble !== undefined) return `still a trouble that an honest server ends (${trouble.reason})`;
  if (waiting > 0 || inFlight !== null) return `still ${waiting} changes to send`;
  return head !== undefined && equalBytes(head.hash, replica.head.hash)
    ? null
    : `not the server's head ${head?.seq}, but ${replica.head.seq}`;
}

/** One edit at rest: how many requests it takes until all devices of the account show it. */
export async function costOfAnEdit(simulation: Simulation, account: Account): Promise<void> {
  const [first, ...others] = account.members;
  const client = first?.client;
  if (first === undefined || client == null) return;
  const before = new Map(account.members.map((member) => [member, member.asked]));
  const added = await simulation.during(first, () => client.add({ kind: "login", edit: new Map([["title", simulation.text(account)]]) }));
  if (added === null || !added.ok) throw new Broken(`${first.name} can't add an item at rest`);
  await note({ member: first, client }, [added.value.id]);
  await simulation.wait(2_000);
  for (const { name, client: other } of others) {
    if (!(await other?.find(added.value.id))?.ok) throw new Broken(`${name} does not show an edit of ${first.name} within two seconds`);
  }
  for (const [member, asked] of before) {
    const took = member.asked - asked;
    const most = member === first ? mostToSend : mostToHear;
    if (took > most) throw new Broken(`one edit at rest of ${first.name} took ${took} requests of ${member.name}, more than ${most}`);
  }
}
