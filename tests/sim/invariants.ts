// What must hold after every step, whatever has happened: a device has only seen heads that the server once had, what was called saved is on its
// disk, what says it waits does wait, and two that stand on one head hold the same. Where it does not, the run ends at that very step.

import { alarms, type Client } from "@holdfast/core";
import type { Replica } from "@holdfast/core/testing/inside";
import { equalBytes, type HeadRef, toHex } from "@holdfast/protocol";
import { everythingIn } from "../support/search.ts";
import { answerOf, stateOf } from "./coverage.ts";
import type { Member } from "./member.ts";
import { Broken, type Simulation } from "./simulation.ts";

export async function checkStep(simulation: Simulation, member: Member): Promise<void> {
  checkWire(simulation);
  for (const other of simulation.members) if (other === member || other.liedTo.met) await checkMember(simulation, other);
}

async function checkMember(simulation: Simulation, member: Member): Promise<void> {
  const { liedTo } = member;
  liedTo.met = false;
  if (liedTo.wrong !== null) throw new Broken(`${member.name} ${liedTo.wrong}`);
  if (member.askedWhileOff !== null) throw new Broken(`${member.name} is switched off and asks for ${member.askedWhileOff}`);
  const { replica, inFlight, waiting } = await member.store.read();
  if (replica === null) return;
  const { items } = await member.store.items();
  const waits = items.filter((item) => item.waiting !== null).length;
  if (waits !== waiting) throw new Broken(`${member.name} says that ${waiting} items wait, and ${waits} do`);
  if (inFlight !== null && inFlight.head.seq !== replica.head.seq + 1) {
    throw new Broken(`${member.name} has a commit in flight at ${inFlight.head.seq}, and stands on ${replica.head.seq}`);
  }
  // A device that has not restored yet knows its pin alone.
  if (!replica.restored) return;
  if (member.client !== null && member.life.death === null) await checkStatus(member, member.client, { waiting, replica });
  checkHead(simulation, member, { vault: toHex(replica.vault), head: replica.head, items });
}

/** A person is never told that all is well while something waits, an alarm stands or the switch is off; and every alarm is told. // S18 */
async function checkStatus({ name }: Member, client: Client, { waiting, replica }: { waiting: number; replica: Replica }): Promise<void> {
  const { current, attention, enabled } = await client.status();
  for (const { kind, reason } of replica.troubles) {
    const isTold = attention.some((told) => told.kind === kind && told.reason === reason);
    if (Object.hasOwn(alarms, reason) && !isTold) throw new Broken(`${name} has found ${reason}, and nobody is told`);
  }
  if (current.phase !== "up-to-date") return;
  if (waiting > 0 || attention.length > 0 || !enabled) {
    throw new Broken(`${name} says that it is up to date: ${waiting} wait, ${attention.map(({ kind }) => kind)}, ${enabled}`);
  }
}

interface Standing {
  readonly vault: string;
  readonly head: HeadRef;
  readonly items: Awaited<ReturnType<Member["store"]["items"]>>["items"];
}

function checkHead({ server, hearsay }: Simulation, member: Member, { vault, head, items }: Standing): void {
  const acknowledged = items.flatMap((item) => (item.acknowledged === null ? [] : [{ item: item.id, hash: item.acknowledged.hash }]));
  const differs = hearsay.chronicle.differs(head, acknowledged);
  if (differs !== null) throw new Broken(`${member.name} ${differs}`);
  const kept = member.server.vaultOf(vault);
  if (server.rollbacks === 0 && head.seq > (kept?.head.seq ?? 0)) {
    throw new Broken(`${member.name} stands on ${head.seq}, and the server on ${kept?.head.seq}, which has never gone back`);
  }
  if (kept === null || !equalBytes(kept.head.hash, head.hash)) return;
  // C3, S27: who stands on the server's head holds what the server holds, and nothing else.
  const same =
    acknowledged.length === kept.current.size &&
    acknowledged.every(({ item, hash }) => equalBytes(kept.current.get(toHex(item))?.hash ?? hash.slice(1), hash));
  if (!same) throw new Broken(`${member.name} stands on the server's head ${head.seq} and holds something else`);
}

/** No secret has left a device. What was looked through is forgotten. */
function checkWire({ wire, secrets, coverage }: Simulation): void {
  for (const exchange of wire.splice(0)) {
    const { head, path, requestBody, answerBody, answerHead } = exchange;
    coverage.saw(stateOf(path), answerOf(exchange));
    const all = Buffer.concat([Buffer.from(head), requestBody, answerBody, Buffer.from(answerHead)]);
    if (secrets.some((form) => all.includes(form))) throw new Broken(`a secret is on the wire, at ${path}`);
  }
}

/** Everything that this device calls its own is there: what it has saved, whatever it died of since. // S5 */
export async function checkSaved(simulation: Simulation, member: Member): Promise<void> {
  const { client } = member;
  if (client === null) return;
  for (const { id, item } of await client.items()) {
    const lost = member.account.ledger.lostOf(id, client.device, item);
    if (lost !== null) throw new Broken(`${member.name} has lost of ${simulation.nickname(id)} what it called saved: ${lost}`);
  }
}

/** In the end: no secret is in what lies on a disk, here or there, nor in what was logged. */
export async function checkDisks(simulation: Simulation): Promise<void> {
  const places: (readonly [string, unknown])[] = simulation.faces.all.flatMap((server) => [
    ["the server's disk", server.state],
    ["the server's log", server.logged],
  ]);
  for (const { name, store } of simulation.members) {
    const { replica, inFlight } = await store.read();
    const items = await store.items();
    places.push([
      `${name}'s disk`,
      { replica, inFlight, items, heads: await store.heads(1, 10_000), log: await store.log(1_000), note: await store.note() },
    ]);
  }
  for (const [where, what] of places) {
    const all = everythingIn(what);
    if (simulation.secrets.some((form) => all.includes(form))) throw new Broken(`a secret is in ${where}`);
  }
}
