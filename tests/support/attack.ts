// An attack and what it must not achieve: the device keeps its state to the last byte, says by its fixed code what it saw, pushes
// nothing, tells no secret, stays usable with nobody there, and is at peace again by itself as soon as the server is honest.

import type { AlarmReason } from "@holdfast/core";
import { alarms, statusText } from "@holdfast/core";
import { expect } from "vitest";
import type { Device } from "./device.ts";
import { honest } from "./lying.ts";
import { expectSame, replicaState } from "./replica-state.ts";
import { expectNothingSent, expectOpensOffline, secretsOf } from "./unharmed.ts";
import { settle, World } from "./world.ts";

export interface Scene {
  readonly world: World;
  /** The device that is lied to. It lacks what the phone has done since. */
  readonly laptop: Device;
  readonly phone: Device;
  /** Items that the laptop holds: two that the phone has changed since, and one that it has not. */
  readonly github: string;
  readonly bank: string;
  readonly post: string;
}

/** Laptop and phone have met; then the phone changed two items and added two, in three commits. */
export async function scene(): Promise<Scene> {
  const world = new World();
  const laptop = await world.device("laptop");
  const phone = await world.device("phone");
  const github = await laptop.add({ title: "GitHub", password: "0" });
  const bank = await laptop.add({ title: "Bank", password: "0" });
  const post = await laptop.add({ title: "Post", password: "0" });
  await settle(laptop, phone);
  await phone.edit(github, { password: "1" });
  await phone.synced();
  await phone.edit(bank, { password: "1" });
  await phone.synced();
  await phone.add({ title: "New" });
  await phone.add({ title: "Newer" });
  await phone.synced();
  return { world, laptop, phone, github, bank, post };
}

const words = {
  behind: "The server is behind this device",
  diverged: "The server's history does not match",
  damaged: "The server sent damaged data",
} as const;

/** The device has run into the lie and must have come to `reason`, once and again, over edits and a restart. */
export async function expectAlarm({ world, laptop, post }: Scene, reason: AlarmReason): Promise<void> {
  const kind = alarms[reason];
  const before = await replicaState(laptop.home);
  const pushes = laptop.sent("push").length;
  expect((await laptop.sync()).end).toEqual({ type: "attention", reason });
  expect(await replicaState(laptop.home)).toEqual(before);
  const { attention, current } = await laptop.status();
  expect(attention).toEqual([{ kind, reason }]);
  expect(statusText(current, world.time.clock.now())).toBe(words[kind]);

  // The vault stays usable: an edit is saved and waits, also over a restart, and nothing is pushed. // S16
  await laptop.edit(post, { note: "while it was lied to" });
  const waiting = await replicaState(laptop.home);
  expect((await laptop.sync()).end).toEqual({ type: "attention", reason });
  await expectOpensOffline(laptop);
  expect((await laptop.sync()).end).toEqual({ type: "attention", reason });
  expect(await replicaState(laptop.home)).toEqual(waiting);
  expect(await laptop.shows(post, "note")).toBe("while it was lied to");
  const told = await laptop.status();
  expect(told.attention).toEqual([{ kind, reason }]);
  expect(told.waiting).toBe(1);
  expect(told.current.phase).toBe(kind === "damaged" ? "waiting" : "attention");
  expect(laptop.sent("push").length).toBe(pushes);
  expectNothingSent(laptop, await secretsOf(laptop));
}

/** The device was lied to, noticed that it is no answer of this protocol, and waits for a better one: nothing is taken, nobody is alarmed. */
export async function expectFailure({ laptop, phone }: Scene): Promise<void> {
  const before = await replicaState(laptop.home);
  expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
  expect(await replicaState(laptop.home)).toEqual(before);
  const { attention, current } = await laptop.status();
  expect(attention).toEqual([]);
  expect(statusText(current, 0)).toBe("Offline");
  expectNothingSent(laptop, await secretsOf(laptop));
  await expectOpensOffline(laptop);
  honest(laptop);
  await settle(laptop, phone);
  await expectSame(laptop, phone);
}

/** The lie has ended: the next runs verify, the alarm is gone, and the edit arrives. */
export async function expectHealed({ laptop, phone, github, post }: Scene): Promise<void> {
  honest(laptop);
  await settle(laptop, phone);
  expect((await laptop.status()).attention).toEqual([]);
  expect((await laptop.status()).current.phase).toBe("up-to-date");
  expect(await phone.shows(post, "note")).toBe("while it was lied to");
  expect(await laptop.shows(github, "password")).toBe("1");
  await expectSame(laptop, phone);
}

/** The lie came to nothing: no alarm, nothing told, all met, and the vault opens by itself. */
export async function expectNothingOfIt({ laptop, phone }: Scene): Promise<void> {
  expect((await laptop.status()).attention).toEqual([]);
  expectNothingSent(laptop, await secretsOf(laptop));
  await expectOpensOffline(laptop);
  honest(laptop);
  await settle(laptop, phone);
  expect((await laptop.status()).current.phase).toBe("up-to-date");
  await expectSame(laptop, phone);
}
