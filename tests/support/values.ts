// Every value that a device holds or a person has ever saved: what must be somewhere afterwards, whatever happened to the server.

import type { Register } from "@holdfast/core";
import { toHex } from "@holdfast/protocol";
import { expect } from "vitest";
import type { Device } from "./device.ts";

/** What a merge puts in front by itself bears no device, and is decided anew by the next one. // M10 */
const isEdited = ([, , device]: Register): boolean => device !== "0".repeat(32);

/** `item path value` of everything that is current or in history, trash and conflicts included. */
export async function valuesOf(device: Device): Promise<ReadonlySet<string>> {
  const items = await device.client.items();
  return new Set(
    items.flatMap(({ id, item }) =>
      [...item.fields].flatMap(([path, registers]) =>
        registers.filter(isEdited).map(([value]) => `${id} ${path} ${JSON.stringify(value)}`),
      ),
    ),
  );
}

/** All that any of them holds. */
export async function valuesOfAll(...devices: readonly Device[]): Promise<ReadonlySet<string>> {
  const sets = await Promise.all(devices.map(valuesOf));
  return new Set(sets.flatMap((set) => [...set]));
}

export async function expectNothingLost(before: ReadonlySet<string>, ...devices: readonly Device[]): Promise<void> {
  for (const device of devices) {
    const now = await valuesOf(device);
    expect([device.name, [...before].filter((value) => !now.has(value))]).toEqual([device.name, []]);
  }
}

/** Nothing of a healing is left to do on these devices, and no alarm stands; what items say for themselves aside. */
export async function expectHealed(...devices: readonly Device[]): Promise<void> {
  for (const { name, home, client } of devices) {
    const { replica } = await home.store.read();
    expect([name, (replica?.healing ?? []).map(({ hash }) => toHex(hash))]).toEqual([name, []]);
    if (replica !== null) expect([name, await home.store.heads(replica.head.seq + 1, 1)]).toEqual([name, []]);
    const { attention } = await client.status();
    expect([name, attention.filter(({ reason }) => reason !== undefined)]).toEqual([name, []]);
  }
}
