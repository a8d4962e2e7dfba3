// The scene of every healing: three devices that have met, a backup of their server, and what they have done since.

import { trashEdit } from "@holdfast/core";
import { formatSetupCode, parseSetupCode } from "@holdfast/core/testing/inside";
import { genesis, type HeadRef } from "@holdfast/protocol";
import type { MemoryState } from "@holdfast/server/testing/memory";
import { Device, must } from "./device.ts";
import { settle, World } from "./world.ts";

export interface Putback {
  readonly world: World;
  readonly laptop: Device;
  readonly phone: Device;
  readonly tablet: Device;
  readonly all: readonly Device[];
  readonly github: string;
  readonly bank: string;
  readonly post: string;
  /** The server as it was before the last three commits. */
  readonly backup: MemoryState;
}

/** Three devices that have met; then three commits, of which the tablet has seen the first; then an edit on each that is not sent. */
export async function putback(seed = ""): Promise<Putback> {
  const world = new World({ seed });
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  const tablet = await world.device("tablet");
  const github = await laptop.add({ title: "GitHub", password: "0" });
  const bank = await laptop.add({ title: "Bank", password: "0", note: "before" });
  const post = await laptop.add({ title: "Post" });
  await settle(laptop, phone, tablet);
  const backup = world.backup();
  await phone.edit(github, { password: "1" });
  await phone.synced();
  await tablet.synced();
  await laptop.synced();
  await laptop.edit(bank, { note: "after the backup" });
  await laptop.client.edit(post, trashEdit(world.time.clock.now()));
  await laptop.synced();
  await phone.synced();
  await phone.add({ title: "New", note: "lost with the server" });
  await phone.synced();
  await laptop.edit(github, { username: "unsent on the laptop" });
  await phone.edit(github, { username: "unsent on the phone" });
  await tablet.edit(bank, { note: "unsent on the tablet" });
  await tablet.add({ title: "Only on the tablet" });
  return { world, laptop, phone, tablet, all: [laptop, phone, tablet], github, bank, post, backup };
}

/** Runs of all of them, in this order, that may end as they like. */
export async function comeBack(...devices: readonly Device[]): Promise<void> {
  for (const device of devices) await device.sync();
}

/** The server is what it was at the backup, again and again if need be. */
export const putBack = ({ world, backup }: Pick<Putback, "world" | "backup">): void => world.restart(structuredClone(backup));

/** The setup code that a device shows, with another pin. */
export async function codeWithPin({ client, home }: Device, head: HeadRef): Promise<string> {
  const { crypto } = home.environment;
  const code = must(await parseSetupCode(crypto, await client.setupCode()));
  return formatSetupCode(crypto, { ...code, head });
}

/** A device that signs in with the Secret Key alone, which pins nothing. */
export async function unpinned({ world, laptop }: Pick<Putback, "world" | "laptop">, name: string): Promise<Device> {
  const device = new Device(world, name, { seed: name });
  await device.signIn(await codeWithPin(laptop, genesis));
  return device;
}
