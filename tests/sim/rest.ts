// Coming to rest: from whatever state, once the network is whole, every device is up to date in bounded time and by what a person can do in the
// windows: synchronize, and heal where they are asked. Then all hold the same, and the ledger is asked what is missing.

import { type Client, setEnabled } from "@holdfast/core";
import { byName } from "@holdfast/core/testing/reference-merge";
import { toHex } from "@holdfast/protocol";
import { started } from "./devices.ts";
import { note } from "./edits.ts";
import { checkDisks, checkStep } from "./invariants.ts";
import type { Account, Member } from "./member.ts";
import { costOfAnEdit, keptUpByLoops } from "./progress.ts";
import { Broken, type Simulation } from "./simulation.ts";

const mostRounds = 20;
const minute = 60_000;
const hour = 60 * minute;

export async function comeToRest(simulation: Simulation): Promise<void> {
  simulation.tell("from here on all is well");
  simulation.faces.unite(simulation.keepsSecond);
  simulation.server.stop();
  simulation.server.bounds = {};
  simulation.startServer();
  for (const { liedTo } of simulation.members) liedTo.beHonest();
  // Whoever was told to be silent is, by timers that no jump of a clock shortens. // S34
  for (await simulation.wait(minute); simulation.silent > 0; ) await simulation.wait(10 * minute);
  for (const member of simulation.members) await wellAgain(simulation, member);
  await keptUpByLoops(simulation);
  for (const account of simulation.accounts) await settle(simulation, account);
  for (const account of simulation.accounts) await costOfAnEdit(simulation, account);
  for (const account of simulation.accounts) await checkRest(simulation, account);
  await checkDisks(simulation);
  for (const { ledger } of simulation.accounts)
    for (let count = ledger.purges; count > 0; count--) simulation.coverage.saw("happened", "a purge");
}

async function wellAgain(simulation: Simulation, member: Member): Promise<void> {
  member.weather = "fine";
  member.setClock(0, 0);
  member.life.plan(Number.POSITIVE_INFINITY, "before");
  if (!(await started(simulation, member))) throw new Broken(`${member.name} does not start`);
  // Whoever is on already is told nothing: their own loop must find out.
  if ((await member.store.read()).replica?.enabled !== false) return;
  member.switched(true);
  await setEnabled(member.home, true);
  await member.client?.live.switched();
}

/** Everybody synchronizes, and gives their word where they are asked, until nothing moves. */
async function settle(simulation: Simulation, account: Account): Promise<void> {
  let ends: string[] = [];
  for (let round = 0; round < mostRounds; round++) {
    let moved = 0;
    ends = [];
    for (const member of account.members) {
      const { end, pulled, pushed } = await synced(simulation, member);
      moved += pulled + pushed;
      if (end === "quiet") continue;
      ends.push(`${member.name}: ${end}`);
      moved += 1;
    }
    if (moved === 0) return;
    await simulation.wait(minute);
    if (round > 0) await letRefusedGo(simulation);
  }
  throw new Broken(`${account.name} never comes to rest: ${ends.join(", ")}`);
}

interface Synced {
  readonly end: string;
  readonly pulled: number;
  readonly pushed: number;
}

/** What was refused and no person can change goes by itself after an hour. // S14 */
async function letRefusedGo(simulation: Simulation): Promise<void> {
  for (const { store } of simulation.members) {
    const { replica } = await store.read();
    if (replica?.troubles.some(({ kind }) => kind === "refused") === true) return simulation.wait(hour);
  }
}

async function synced(simulation: Simulation, member: Member): Promise<Synced> {
  const { client } = member;
  if (client === null) throw new Broken(`${member.name} has died on a good day`);
  const done = await simulation.during(member, async (): Promise<Synced> => {
    const changed = await changeRefused(simulation, member, client);
    const report = await client.synchronize();
    if (changed > 0) return { ...report, end: `${changed} refused items were changed` };
    const asks = report.end.type === "attention" || report.end.type === "sign-in-needed" || (await hasDamaged(client));
    if (!asks) return { ...report, end: report.end.type };
    const plan = await client.healPlan();
    if (!plan.ok) return { ...report, end: JSON.stringify(plan.error) };
    const { end, pushed } = await client.heal({ removing: plan.value.removed, replacing: plan.value.damaged });
    simulation.tell(`${member.name} heals (${plan.value.seen}): ${JSON.stringify(end)}`);
    return { end: `healed ${JSON.stringify(end)}`, pulled: 1, pushed };
  });
  if (done === null) throw new Broken(`${member.name} has died on a good day`);
  await checkStep(simulation, member);
  return done;
}

/** What no device has sent again by now is a person's to give up. // S42 */
const hasDamaged = async (client: Client): Promise<boolean> => (await client.status()).attention.some(({ kind }) => kind === "damaged");

/** S14: what the server refused is sent again once its person has changed it. */
async function changeRefused(simulation: Simulation, member: Member, client: Client): Promise<number> {
  const troubles = (await member.store.read()).replica?.troubles ?? [];
  const refused = troubles.flatMap(({ kind, items }) => (kind === "refused" ? items.map(toHex) : []));
  const changed: string[] = [];
  for (const id of refused) if ((await client.edit(id, new Map([["note", simulation.text(member.account)]]))).ok) changed.push(id);
  await note({ member, client }, changed);
  return changed.length;
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** As text, the same for the same meaning: members of an object have no order. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Uint8Array) return toHex(part);
    if (part instanceof Map) return [...part].sort(byKey);
    return typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part;
  });

/** What all devices of an account agree on: items as a person sees them, sealed states, digest and head; and that nothing waits. */
async function standingOf({ client, store, name }: Member): Promise<string> {
  const { replica, inFlight, waiting } = await store.read();
  if (waiting > 0 || inFlight !== null) throw new Broken(`${name} is at rest, and ${waiting} changes wait`);
  const { items } = await store.items();
  const contents = ((await client?.items()) ?? []).map(({ id, item }) => ({ id, item }));
  const sealed = items.map(({ id, acknowledged }) => [toHex(id), acknowledged?.hash]);
  return plain({ contents, sealed, head: replica?.head, buckets: await store.buckets() });
}

/** What a client shows is what lies on the disk, opened anew. */
async function checkOpenedAnew(simulation: Simulation, member: Member, client: Client): Promise<void> {
  const shown = plain(await client.items());
  const anew = await simulation.during(member, async () => {
    const again = await member.another();
    const items = plain((await again?.items()) ?? []);
    await again?.close();
    return items;
  });
  if (anew !== shown) throw new Broken(`${member.name} shows something else than what lies on its disk`);
}

async function checkRest(simulation: Simulation, account: Account): Promise<void> {
  const [first] = account.members;
  if (first?.client == null) throw new Broken(`${account.name} has no device`);
  const standing = await standingOf(first);
  for (const member of account.members) {
    if ((await standingOf(member)) !== standing) throw new Broken(`${member.name} and ${first.name} of ${account.name} differ at rest`);
    if (member.client !== null) await note({ member, client: member.client }, account.ledger.ids);
    const troubles = (await member.store.read()).replica?.troubles ?? [];
    if (troubles.length > 0) throw new Broken(`${member.name} still tells of ${troubles.map(({ reason }) => reason).join(", ")}`);
    if (member.client !== null) await checkOpenedAnew(simulation, member, member.client);
    const verified = await member.client?.verify();
    if (verified?.ok !== true) throw new Broken(`${member.name} does not verify: ${JSON.stringify(verified)}`);
  }
  const items = new Map((await first.client.items()).map(({ id, item }) => [id, item]));
  for (const id of account.ledger.ids) {
    const [wrong] = account.ledger.wrongs(id, items.get(id) ?? null, simulation.server.rollbacks === 0);
    if (wrong !== undefined) throw new Broken(`${account.name}, ${simulation.nickname(id)}: ${wrong}`);
  }
  for (const [id, item] of items) {
    for (const [path, registers] of item.fields) {
      const sorted = [...registers].sort(byName);
      if (plain(sorted) !== plain(registers)) throw new Broken(`${simulation.nickname(id)}: the history of ${path} is out of order`);
    }
  }
}
