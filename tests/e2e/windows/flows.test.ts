// Every flow in every size of window: what is done is done, and an automatic reader finds nothing in any window on the way, light and dark.

import { it } from "vitest";
import { arrival, conflict } from "../support/deciding.ts";
import * as flows from "../support/flows.ts";
import { expectAccessible } from "../support/look.ts";
import type { Size } from "../support/seat.ts";
import { room } from "../support/sit.ts";

const sizes: readonly Size[] = ["wide", "tablet", "phone"];

it.each(sizes)("one device: items, list, trash, synchronization, settings, import, export, check, lock (%s)", async (size) => {
  const { path, sit } = await room();
  const seat = await sit("one", { size });
  const look: flows.Look = (window) => expectAccessible(seat, window);
  await flows.begin(seat, look);
  await flows.editItems(seat, look);
  await flows.workTheList(seat, look);
  await flows.switchOffAndOn(seat, look);
  await flows.openTheRest(seat, look);
  await flows.bringInAndOut(seat, look, path);
  await flows.checkPasswords(seat, look);
  await flows.lockAndUnlock(seat, look);
});

it.each(sizes)("two devices: a conflict is settled, and what arrives is taken back (%s)", async (size) => {
  const { sit } = await room();
  const here = await sit("here");
  const secretKey = await here.createAccount(flows.account);
  await here.add("Login", { Title: "Bank", Username: "kim", Password: "first" });
  await here.upToDate();
  const there = await sit("there", { size });
  await there.signIn(flows.account, secretKey);
  const look: flows.Look = (window) => expectAccessible(there, window);
  await conflict(here, there, look);
  await arrival(here, there, look);
});
