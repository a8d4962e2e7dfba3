// The whole state of a device's replica as plain data, to show that it is unchanged or that two devices hold the same.

import type { Store } from "@holdfast/core/testing/inside";
import { toHex } from "@holdfast/protocol";
import { expect } from "vitest";
import type { Device } from "./device.ts";

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? toHex(part) : part)));

/** Everything durable but what says how synchronization fares: troubles, the session and the count of writes. */
export async function replicaState({ store }: { readonly store: Store }): Promise<unknown> {
  const { replica, inFlight, waiting } = await store.read();
  const { troubles: _, sealedToken: __, ...standing } = replica ?? { troubles: [], sealedToken: null };
  const { items } = await store.items();
  return plain({ standing, inFlight, waiting, items, buckets: await store.buckets(), heads: await store.heads(1, 10_000) });
}

/** What all devices of an account agree on once they have met: items as a person sees them, sealed states, digest and head. */
async function agreed(device: Device): Promise<unknown> {
  const { store } = device.home;
  const { items } = await store.items();
  const { replica, inFlight, waiting } = await store.read();
  const contents = (await device.client.items()).map(({ id, item }) => ({
    id,
    kind: item.kind,
    fields: [...item.fields].sort(([a], [b]) => (a < b ? -1 : 1)),
    conflicts: [...item.conflicts].sort(([a], [b]) => (a < b ? -1 : 1)),
  }));
  const sealed = items.map(({ id, acknowledged }) => [toHex(id), acknowledged]);
  return plain({ contents, sealed, head: replica?.head, buckets: await store.buckets(), inFlight, waiting });
}

/** All of them hold the same, item by item and byte by byte, nothing waits, and the server has it too. */
export async function expectSame(...devices: readonly Device[]): Promise<void> {
  const [first, ...others] = devices;
  if (first === undefined) throw new Error("no device to compare");
  const one = await agreed(first);
  expect(one).toMatchObject({ waiting: 0, inFlight: null, head: plain(first.world.vault.head) });
  for (const other of others) expect(await agreed(other)).toEqual(one);
}
