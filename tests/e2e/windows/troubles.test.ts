// Where something is wrong with the server or the browser: each alarm leads out, and every window of it comes from the catalogue, holds words
// as long as those of other languages, and has nothing that an automatic reader finds.

import { it } from "vitest";
import * as flows from "../support/flows.ts";
import { expectAccessible } from "../support/look.ts";
import type { Seat, Size } from "../support/seat.ts";
import { room } from "../support/sit.ts";
import { lostServers, noVault } from "../support/troubles.ts";
import { expectWords, names } from "../support/words.ts";

const language = "en-XA";
const sizes: readonly Size[] = ["wide", "phone"];
/** Codes, for whoever looks into it. */
const reasons = ["revision-lost", "server-behind", "history-differs"];
/** What the other device, whose windows are English, called itself. */
const named = ["Chrome on Linux"];

const both =
  (seat: Seat): flows.Look =>
  async (window) => {
    await expectWords(seat, window, [...names(seat), ...flows.typed, ...reasons, ...named]);
    await expectAccessible(seat, window);
  };

it.each(sizes)("a server that rots, falls behind, tells another history or was emptied is healed (%s)", async (size) => {
  const place = await room();
  const here = await place.sit("here");
  const secretKey = await here.createAccount(flows.account);
  await here.add("Login", { Title: "Bank", Username: "kim" });
  await here.upToDate();
  const there = await place.sit("there", { size, language });
  await there.signIn(flows.account, secretKey);
  await lostServers(place, { here, there }, both(there));
});

it.each(sizes)("what can't be opened, and a browser that can't keep a vault, say so (%s)", async (size) => {
  const { sit } = await room();
  const seat = await sit("one", { size, language });
  await noVault(seat, both(seat));
});
