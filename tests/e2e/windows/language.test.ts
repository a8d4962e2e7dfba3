// The pseudo-language through every window: each text that a person sees comes from the catalogue, the page is turned around with it, and words
// as long as those of other languages find their place.

import { expect, it } from "vitest";
import { arrival, conflict } from "../support/deciding.ts";
import * as flows from "../support/flows.ts";
import type { Seat, Size } from "../support/seat.ts";
import { room } from "../support/sit.ts";
import { expectWords, names } from "../support/words.ts";

const language = "en-XA";
const sizes: readonly Size[] = ["wide", "tablet", "phone"];

/** `theirs`: what stands in the vault in another language, since another device wrote it. */
const reader =
  (seat: Seat, theirs: readonly string[] = []): flows.Look =>
  (window) =>
    expectWords(seat, window, [...names(seat), ...theirs, ...flows.typed]);

it.each(sizes)("no window of one device has a text of its own or cuts one off, and the page reads from the right (%s)", async (size) => {
  const { path, sit } = await room();
  const seat = await sit("one", { size, language });
  await seat.button("Create account").waitFor();
  expect(await seat.page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual(["rtl", language]);
  const look = reader(seat);
  await flows.begin(seat, look);
  await flows.editItems(seat, look);
  await flows.workTheList(seat, look);
  await flows.checkPasswords(seat, look);
  // The windows over the main one are the same on a tablet.
  if (size === "wide") return;
  await flows.switchOffAndOn(seat, look);
  await flows.openTheRest(seat, look);
  await flows.bringInAndOut(seat, look, path);
  await flows.lockAndUnlock(seat, look);
});

it.each<Size>(["wide", "phone"])("no window that two devices make a person decide in has one (%s)", async (size) => {
  const { sit } = await room();
  const here = await sit("here");
  const secretKey = await here.createAccount(flows.account);
  await here.add("Login", { Title: "Bank", Username: "kim", Password: "first" });
  await here.upToDate();
  const there = await sit("there", { size, language });
  await there.signIn(flows.account, secretKey);
  const look = reader(there, ["Chrome on Linux"]);
  await conflict(here, there, look);
  await arrival(here, there, look);
});
