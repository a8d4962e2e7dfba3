// Many accounts, each with the real client over memory: what they save and what the server acknowledges is remembered, and at the end a fresh
// device of each account, which verifies the whole chain and the root, must have it.

import { type Client, type NewItem, type SyncReport, signIn, signUp } from "@holdfast/core";
import { httpTransport } from "@holdfast/core/adapters/http-transport";
import { type MemoryHome, memoryHome } from "@holdfast/core/testing/memory-home";
import { testTime } from "@holdfast/core/testing/test-time";
import { type AccountName, accountName } from "@holdfast/protocol";
import { must } from "../world/devices.ts";
import { promise } from "./promise.ts";

const password = "correct horse battery staple";
/** Sign-ups and sign-ins under way at a time. */
const together = 16;

export interface Person {
  readonly account: AccountName;
  readonly home: MemoryHome;
  readonly client: Client;
  /** Ids of all that was saved on the device, and of those that a run left acknowledged. */
  readonly saved: string[];
  readonly acknowledged: Set<string>;
}

const home = (): MemoryHome => memoryHome({ connect: (origin) => httpTransport(origin), time: testTime() });

export async function eachOf<T, R>(list: readonly T[], work: (one: T, at: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < list.length; at += together) {
    done.push(...(await Promise.all(list.slice(at, at + together).map((one, i) => work(one, at + i)))));
  }
  return done;
}

/** `count` new accounts with a device each. */
export function people(origin: string, count: number): Promise<readonly Person[]> {
  return eachOf(Array.from({ length: count }), async (_, at) => {
    const account = accountName(`person-${at}@example.com`);
    promise(account !== null, "a made-up name is a name");
    const own = home();
    const client = must("The sign-up", await signUp(own, { origin, account, password, deviceName: "First" }));
    return { account, home: own, client, saved: [], acknowledged: new Set() };
  });
}

const item = (title: string, bytes: number): NewItem => ({
  kind: "note",
  edit: new Map([
    ["title", title],
    ["note", "n".repeat(bytes)],
  ]),
});

/** Saves one more item of about `bytes` and synchronizes once. What stands on the server afterwards is acknowledged. */
export async function addOne(person: Person, bytes = 40): Promise<SyncReport["end"]> {
  const { id } = must("The add", await person.client.add(item(`Item ${person.saved.length}`, bytes)));
  person.saved.push(id);
  return goOn(person);
}

/** Synchronizes once. An alarm means that the server has lost something: that is never all right. */
export async function goOn(person: Person): Promise<SyncReport["end"]> {
  const { end } = await person.client.synchronize();
  promise(end.type !== "attention", `a device was alarmed: ${end.type === "attention" ? end.reason : ""}`);
  if (end.type === "quiet") for (const id of person.saved) person.acknowledged.add(id);
  return end;
}

/** What a fresh device of the account gets. Signing in restores the whole vault, and verifies all of it. */
export async function onServer(person: Person): Promise<ReadonlySet<string>> {
  const secretKey = await person.home.secretKeys.load();
  promise(secretKey !== null, "a device keeps its Secret Key");
  const credentials = { origin: person.client.origin, account: person.account, secretKey };
  const fresh = must("The sign-in", await signIn(home(), { credentials, password, deviceName: "Fresh" }));
  const { end } = await fresh.synchronize();
  promise(end.type === "quiet", `a fresh device is up to date, and not ${end.type}`);
  const ids = new Set((await fresh.items()).map(({ id }) => id));
  await fresh.close();
  return ids;
}

/** Every acknowledged item is on the server; then every device goes on, and every saved item is. Answers how many were. */
export async function nothingLost(all: readonly Person[]): Promise<{ readonly acknowledged: number; readonly saved: number }> {
  await eachOf(all, async (person) => {
    const held = await onServer(person);
    for (const id of person.acknowledged) promise(held.has(id), `an acknowledged item of ${person.account} is on the server`);
  });
  const acknowledged = all.reduce((sum, person) => sum + person.acknowledged.size, 0);
  await eachOf(all, async (person) => {
    const end = await goOn(person);
    promise(end.type === "quiet", `a device goes on once all is well, and does not end with ${end.type}`);
    const held = await onServer(person);
    promise(
      person.saved.every((id) => held.has(id)) && held.size === person.saved.length,
      `all that ${person.account} saved is on the server, once`,
    );
  });
  return { acknowledged, saved: all.reduce((sum, { saved }) => sum + saved.length, 0) };
}
