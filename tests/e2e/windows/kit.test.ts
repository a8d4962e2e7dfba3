// The emergency kit's check that it was kept: what ends it is the person's own letters, and not a reload, a closed window, or a kit that could
// not be made.

import { expect, it } from "vitest";
import { mainPassword, type Seat } from "../support/seat.ts";
import { room } from "../support/sit.ts";

const account = "kim@example.org";
const note = "Nobody has checked yet that your emergency kit is kept.";

/** Sends the form of a new account, and leaves the rest to the test. */
async function create(seat: Seat): Promise<void> {
  await seat.button("Create account").click();
  const form = seat.page.getByRole("form", { name: "Create account" });
  await seat.box("Account", form).fill(account);
  await seat.box("Main password", form).fill(mainPassword);
  await seat.box("Repeat main password", form).fill(mainPassword);
  await seat.button("Create account", form).click();
}

it("asks again after a reload, behind the main password, may be put off, and is quiet once the kit was checked", async () => {
  const { sit } = await room();
  const seat = await sit("laptop");
  await create(seat);
  const kit = seat.dialog("Emergency kit");
  await kit.getByText(/^HF1-/).first().waitFor();
  // The first time there is one way on.
  await seat.page.keyboard.press("Escape");
  expect(await seat.button("Later", kit).count()).toBe(0);
  await kit.getByLabel("Last group of the Secret Key").waitFor();
  await seat.page.reload();
  await seat.unlock();

  await seat.page.getByText(note).waitFor();
  await seat.button("Keep your emergency kit").click();
  await kit.getByText("Type your main password first.").waitFor();
  expect(await seat.page.getByText(/HF1-/).count()).toBe(0);
  await seat.box("Main password", kit).fill("another one");
  await seat.button("Continue", kit).click();
  await kit.getByText("That is not the main password.").waitFor();
  await seat.box("Main password", kit).fill(mainPassword);
  await seat.button("Continue", kit).click();
  await kit.getByText(/^HF1-/).first().waitFor();
  await seat.button("Later", kit).click();
  await kit.waitFor({ state: "detached" });
  await seat.page.getByText(note).waitFor();

  // On its usual way, by the settings, it is asked for as well.
  await seat.menu("Settings");
  await seat.dialog("Settings").getByRole("tab", { name: "Security" }).click();
  await seat.button("Show the emergency kit", seat.dialog("Settings")).click();
  await seat.box("Main password", kit).fill(mainPassword);
  await seat.button("Continue", kit).click();
  await seat.keepKit();
  await seat.page.getByText(note).waitFor({ state: "detached" });
  await seat.page.reload();
  await seat.unlock();
  expect(await seat.page.getByText(note).count()).toBe(0);
});

it("leaves the check owed where the kit could not be shown at all", async () => {
  const { sit } = await room();
  const seat = await sit("laptop", { serviceWorker: false });
  const kitPart = /\/assets\/kit-over-[^/]+\.js$/;
  await seat.context.route(kitPart, (route) => route.abort());
  await create(seat);
  const failed = seat.dialog("This window could not be shown");
  await failed.waitFor();
  await seat.button("Close", failed).click();
  await seat.page.getByText(note).waitFor();
  await seat.context.unroute(kitPart);
  await seat.button("Keep your emergency kit").click();
  const kit = seat.dialog("Emergency kit");
  await seat.box("Main password", kit).fill(mainPassword);
  await seat.button("Continue", kit).click();
  await seat.keepKit();
  await seat.page.getByText(note).waitFor({ state: "detached" });
});
