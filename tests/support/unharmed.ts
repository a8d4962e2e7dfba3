// What no attack may achieve, whichever it is: that a secret leaves the device, or that the vault no longer opens where nobody is
// reached. Every test of an attack ends in these.

import { formatSecretKey } from "@holdfast/core";
import { deriveKeys } from "@holdfast/core/testing/inside";
import type { Bytes } from "@holdfast/protocol";
import { expect } from "vitest";
import type { Device } from "./device.ts";
import { keysOf } from "./keys.ts";
import { everythingIn, found } from "./search.ts";
import { password } from "./world.ts";

export type Secrets = ReadonlyMap<string, string | Bytes>;

/** Shorter texts stand in bytes of other things by chance. */
const shortestText = 6;

/** All that a server must never see of this device: what the person typed, what the keys come from, and the keys. */
export async function secretsOf(device: Device): Promise<Secrets> {
  const { crypto } = device.home.environment;
  const { ring, kek } = await keysOf(device);
  const { signInSeed } = await deriveKeys(crypto, password, ring.secretKey);
  const secrets = new Map<string, string | Bytes>([
    ["main password", password],
    ["Secret Key", ring.secretKey],
    ["Secret Key as it is written", await formatSecretKey(crypto, ring.secretKey)],
    ["key of the slot", kek],
    ["seed of the sign-in key", signInSeed],
    ...ring.epochs.map(({ epoch, key }): [string, Bytes] => [`key of epoch ${epoch}`, key]),
  ]);
  for (const { item } of await device.client.items()) {
    const values = [...item.fields.values()].flatMap((registers) => registers.map(([value]) => value));
    for (const text of values) if (typeof text === "string" && text.length >= shortestText) secrets.set(`the value ${text}`, text);
  }
  return secrets;
}

/** None of them stands in anything that this device has ever sent, raw or in another coding. */
export function expectNothingSent({ wire }: Device, secrets: Secrets): void {
  const sent = Buffer.concat(wire.map(({ head, requestBody }) => Buffer.concat([Buffer.from(head), requestBody])));
  expect(found(secrets, sent)).toEqual([]);
}

const byPath = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
const shown = async (device: Device): Promise<readonly unknown[]> =>
  (await device.client.items()).map(({ id, item }) => [id, item.kind, byPath(item.fields), byPath(item.conflicts)]);

/** Started anew where nobody is reached, the device shows what it showed, to the last value, and has asked nobody. */
export async function expectOpensOffline(device: Device): Promise<void> {
  const before = await shown(device);
  const asked = device.wire.length;
  device.online = false;
  await device.restart();
  expect(await shown(device)).toEqual(before);
  expect(everythingIn(before).length).toBeGreaterThan(0);
  expect(device.wire.length).toBe(asked);
  device.online = true;
}
