// Devices of the bench: the real client over folders, against the real server. All of one account, with one password.

import { join } from "node:path";
import { type Client, signIn, signUp, type Transport, unlock } from "@holdfast/core";
import { httpTransport } from "@holdfast/core/adapters/http-transport";
import { type NodeHome, openNodeHome } from "@holdfast/core/adapters/node-home";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import { type AccountName, accountName, type Bytes } from "@holdfast/protocol";

export const benchPassword = "correct horse battery staple";
export const benchAccount = "bench@example.com";

function name(): AccountName {
  const account = accountName(benchAccount);
  if (account === null) throw new Error("The bench's account has a name");
  return account;
}

/** The value of an outcome that must be one. */
export function must<T>(
  what: string,
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(`${what} failed: ${JSON.stringify(result.error)}`);
  return result.value;
}

export interface Device {
  readonly home: NodeHome;
  readonly client: Client;
}

export interface Place {
  readonly folder: string;
  readonly origin: string;
  /** What is between the client and the network. */
  readonly through?: (transport: Transport) => Transport;
}

const homeIn = ({ folder, through = (transport) => transport }: Omit<Place, "origin">): Promise<NodeHome> =>
  openNodeHome(folder, { connect: (origin) => through(httpTransport(origin)) });

/** The first device of a new account, with an empty vault. */
export async function firstDevice(place: Place): Promise<Device> {
  const home = await homeIn(place);
  const made = await signUp(home, { origin: place.origin, account: name(), password: benchPassword, deviceName: "First" });
  return { home, client: must("The sign-up", made) };
}

/** A further device of the account whose Secret Key this is, restored. */
export async function nextDevice(place: Place, secretKey: Bytes): Promise<Device> {
  const home = await homeIn(place);
  const credentials = { origin: place.origin, account: name(), secretKey };
  return { home, client: must("The sign-in", await signIn(home, { credentials, password: benchPassword, deviceName: "Next" })) };
}

/** The device in a folder, unlocked. */
export async function unlockedDevice(folder: string): Promise<Device> {
  const home = await homeIn({ folder });
  return { home, client: must("The unlock", await unlock(home, benchPassword)) };
}

/** A first device with `n` items that the server has. */
export async function seededDevice(folder: string, origin: string, n: number): Promise<Device & { readonly secretKey: Bytes }> {
  const device = await firstDevice({ folder: join(folder, "first"), origin });
  await device.client.addMany(seedVault(n, 1));
  await synchronized(device.client);
  const secretKey = await device.home.secretKeys.load();
  if (secretKey === null) throw new Error("The first device keeps its Secret Key");
  return { ...device, secretKey };
}

/** One run that must end with nothing left to do. */
export async function synchronized(client: Client): ReturnType<Client["synchronize"]> {
  const report = await client.synchronize();
  if (report.end.type !== "quiet") throw new Error(`The run ended with ${JSON.stringify(report.end)}`);
  return report;
}

/** Reads the title of every item, as a list on a screen does, and answers how many there are. */
export async function listed(client: Client): Promise<number> {
  const titles = (await client.items()).map(({ item }) => item.fields.get("title")?.[0]?.[0]);
  return titles.filter((title) => typeof title === "string").length;
}
