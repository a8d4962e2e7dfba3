// Everything by keyboard alone: the mouse is never touched, and wherever the focus is, it can be seen.

import { it } from "vitest";
import { Keys } from "../support/keys.ts";
import { mainPassword } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

it("signs up, adds, finds, edits, copies, deletes, takes back, switches synchronization and locks without a mouse", async () => {
  const { sit } = await room();
  const seat = await sit("one");
  await seat.button("Create account").waitFor();
  const keys = await Keys.of(seat);
  await keys.press("Create account");
  await seat.page.getByRole("form", { name: "Create account" }).waitFor();
  await keys.around();
  await keys.fill("Account", "kim@example.org");
  await keys.fill("Main password", mainPassword);
  await keys.fill("Repeat main password", mainPassword);
  await keys.hit("Enter");
  const kit = seat.dialog("Emergency kit");
  await kit.getByText(/^HF1-/).first().waitFor();
  const secretKey = (await kit.locator(".key").innerText()).replace(/\s/g, "");
  await keys.around();
  await keys.fill("Last group of the Secret Key", secretKey.slice(secretKey.lastIndexOf("-") + 1));
  await keys.hit("Enter");
  await kit.waitFor({ state: "detached" });

  await keys.press("Add");
  await seat.page.getByRole("menu").waitFor();
  await keys.hit("l");
  await keys.hit("Enter");
  await seat.box("Title").waitFor();
  await keys.around();
  await keys.fill("Title", "GitHub");
  await keys.fill("Username", "octo");
  await keys.fill("Password", "typed by keys");
  await keys.hit("Enter");
  // What had the focus is gone with the form; it goes to the item that took its place.
  await keys.comes("GitHub");
  await keys.around();

  await keys.hit("Control+k");
  await keys.comes("Search");
  await keys.type("git");
  await keys.hit("ArrowDown");
  await keys.comes("Items");
  await keys.hit("ArrowDown");
  await keys.hit("Enter");
  await seat.page.getByRole("heading", { level: 1, name: "GitHub" }).waitFor();
  await keys.press("Copy password");
  await seat.page.getByText("It leaves the clipboard in 30 seconds").waitFor();
  await keys.press("Edit", { by: "Shift+Tab" });
  await keys.comes("Edit GitHub");
  await keys.fill("Username", "octocat");
  await keys.hit("Enter");
  await seat.option("GitHub, octocat").waitFor();
  await keys.press("Delete");
  await seat.option("GitHub, octocat").waitFor({ state: "detached" });
  await keys.press("Undo");
  await seat.option("GitHub, octocat").waitFor();

  await keys.press(/^Synchronization: /);
  await seat.dialog("Synchronization").waitFor();
  await keys.press("Synchronize now");
  await keys.hit("Escape");
  await seat.dialog("Synchronization").waitFor({ state: "detached" });
  // The focus is back where it came from.
  await keys.comes(/^Synchronization: /);

  await keys.choose("Application menu", "Settings");
  const settings = seat.dialog("Settings");
  await settings.waitFor();
  const box = settings.getByRole("checkbox", { name: /^Synchronize passwords/ });
  await keys.around();
  await keys.press(/^Synchronize passwords/, { key: "Space" });
  await soon(() => box.isChecked()).toBe(false);
  await keys.hit("Space");
  await soon(() => box.isChecked()).toBe(true);
  await keys.hit("Escape");
  await settings.waitFor({ state: "detached" });

  await keys.comes("Application menu");
  await keys.choose("Application menu", "Lock");
  await seat.button("Unlock").waitFor();
  await keys.comes("Main password");
  await keys.type(mainPassword);
  await keys.hit("Enter");
  await seat.option("GitHub, octocat").waitFor();
});
