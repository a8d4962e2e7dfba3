// What one person does at one device, from the first start on: every flow once, the same steps in each size of window and in each language,
// each with what has to come of it. At every window that opens on the way somebody may look: an automatic reader, or who reads the words.

import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { exporting, importing, setupCode } from "./in-and-out.ts";
import { mainPassword, type Seat } from "./seat.ts";
import { soon } from "./sit.ts";

export type Look = (window: string) => Promise<void>;

export const account = "kim@example.org";

/** All that is typed, here and in the files that are imported. */
export const typed = [
  ...[account, "kim", "sam", "Bank", "GitHub", "octo", "octocat", "https://github.com", "Forum", "Shop", "Wiki"],
  ...["forum.example.org", "shop.example.org", "nowhere", "from here", "from there"],
];

const files = {
  /** Nobody can take it. */
  broken: "name,url,username,password,password\n",
  /** Of which something is kept otherwise and something skipped, with a title and without. */
  odd: "name,url,username,password\nForum,https://forum.example.org/,octo,12345\nShop,https://shop.example.org/,octo,12345\nShop,https://shop.example.org/,octo,12345\nz\n",
};

/** The first start: each way in is looked at, and one is gone. */
export async function begin(seat: Seat, look: Look): Promise<void> {
  await seat.button("Create account").waitFor();
  await look("First start");
  for (const way of ["Sign in", "Use a setup code", "Create account"]) {
    await seat
      .button(way)
      .or(seat.page.getByRole("tab", seat.said(way)))
      .first()
      .click();
    await seat.page.getByRole("form", seat.said(way)).waitFor();
    await look(way);
  }
  const form = seat.page.getByRole("form", seat.said("Create account"));
  await seat.button("Create account", form).click();
  await look("Create account, with what is missing");
  await seat.box("Account", form).fill(account);
  await seat.box("Main password", form).fill(mainPassword);
  await seat.box("Repeat main password", form).fill(mainPassword);
  await seat.button("Create account", form).click();
  await seat.dialog("Emergency kit").waitFor();
  await look("Emergency kit");
  await seat.keepKit();
  await seat.inside();
  await look("Main window, empty");
}

/** A login is made, copied from, changed, and brought back to what it was. */
export async function editItems(seat: Seat, look: Look): Promise<void> {
  await seat.begin("Login");
  await look("New login");
  await seat.fill({ Title: "GitHub", Username: "octo", Password: "12345", Website: "https://github.com" });
  await seat.box("One-time password").fill("JBSWY3DPEHPK3PXP");
  await seat.button("Generate").click();
  await seat.text("Between the words").or(seat.text("Small letters")).first().waitFor();
  await look("New login, with the generator");
  await seat.button("Generate").click();
  await seat.button("Add field").click();
  await look("New login, with a field of one's own");
  await seat.save();
  await seat.button("Show password").click();
  await seat.page.getByText("12345").waitFor();
  await look("Item");
  await seat.button("Copy password").click();
  await seat.text("It leaves the clipboard in 30 seconds").waitFor();
  expect(await seat.page.evaluate(() => navigator.clipboard.readText())).toBe("12345");
  await seat.edit({ Username: "octocat" });
  await seat.button(/^History/).click();
  await seat.heading("History of").waitFor();
  await look("History");
  await seat.button("Restore this username").click();
  await seat.text("Username restored").waitFor();
  await seat.button("Back").click();
  await seat.page.getByText("octo", { exact: true }).first().waitFor();
  await seat.toList();
  await seat.option("GitHub, octo").waitFor();
}

/** The list is searched, several are chosen together, go to the trash and come back. */
export async function workTheList(seat: Seat, look: Look): Promise<void> {
  for (const title of ["Forum", "Shop"]) {
    await seat.add("Note", { Title: title });
    await seat.toList();
  }
  await look("List");
  await seat.search("octo");
  await soon(() => seat.option(/./).count()).toBe(1);
  await seat.search("nowhere");
  await seat.text("Nothing found for").waitFor();
  await look("List, with nothing found");
  await seat.search("");
  await seat.button("Add").click();
  await look("Add");
  await seat.page.keyboard.press("Escape");

  await seat.button("Select several").click();
  for (const title of ["Forum", "Shop"]) await seat.option(title).click();
  await look("List, choosing several");
  await seat.button("Delete", seat.page.getByRole("toolbar")).click();
  const question = seat.page.getByRole("alertdialog");
  await question.waitFor();
  await look("Question");
  await seat.button("Move to trash", question).click();
  await seat.option("Forum").waitFor({ state: "detached" });
  await seat.section("Trash", () => look("Sections"));
  await seat.option("Forum").waitFor();
  await look("Trash");
  await seat.choose("Forum");
  await seat.button("Restore").waitFor();
  await look("Item in the trash");
  await seat.button("Restore").click();
  await seat.option("Forum").waitFor({ state: "detached" });
  await seat.toList();
  await seat.button("Select several").click();
  await seat.button("Select all").click();
  await seat.button("Restore", seat.page.getByRole("toolbar")).click();
  await seat.text("The trash is empty").waitFor();
  await look("Trash, empty");
  await seat.section("All items");
  await soon(() => seat.option(/./).count()).toBe(3);
}

/** Synchronization is switched off in the settings and on again in its window, as the help page has it. */
export async function switchOffAndOn(seat: Seat, look: Look): Promise<void> {
  await seat.upToDate();
  await seat.status.click();
  const window = seat.dialog("Synchronization");
  await window.locator(".log li").first().waitFor();
  await look("Synchronization");
  await seat.button("Check this device", window).click();
  await seat.text("Every item is whole, and the server agrees.", window).waitFor();
  await look("Synchronization, with the check of the device");
  await seat.page.keyboard.press("Escape");
  await seat.flipSynchronization(() => look("Settings, General, with synchronization off"));
  await seat.button(/^Synchronization: Synchronization is off/).waitFor();
  await look("List, with synchronization off");
  await seat.status.click();
  await seat.text("Synchronization is off on this device.", window).waitFor();
  await look("Synchronization, off");
  await seat.button("Enable synchronization", window).click();
  await seat.button("Synchronize now", window).click();
  await seat.page.keyboard.press("Escape");
  await seat.upToDate();
}

/** Every section of the settings, and the windows that open from there and from the menu. */
export async function openTheRest(seat: Seat, look: Look): Promise<void> {
  await seat.button("Application menu").click();
  await look("Application menu");
  await seat.page.keyboard.press("Escape");
  await seat.menu("Settings");
  for (const section of ["General", "Security", "Devices", "Account", "Import and export", "About"]) {
    await seat.dialog("Settings").getByRole("tab", seat.said(section)).click();
    await look(`Settings, ${section}`);
  }
  await seat.page.keyboard.press("Escape");
  for (const window of ["Password generator", "About"]) {
    await seat.menu(window);
    await seat.dialog(window).getByRole("heading").first().waitFor();
    await look(window);
    await seat.page.keyboard.press("Escape");
    await seat.dialog(window).waitFor({ state: "detached" });
  }
  await setupCode(seat, () => look("Setup code, with the question before it"));
  await look("Setup code");
  await seat.page.keyboard.press("Escape");
}

/** What a file holds is looked at, taken, and taken back; and all goes out into another. `file`: where the test may write. */
export async function bringInAndOut(seat: Seat, look: Look, file: (name: string) => string): Promise<void> {
  const window = seat.dialog("Import");
  writeFileSync(file("broken.csv"), files.broken);
  await importing(seat, file("broken.csv"));
  await window.getByRole("alert").waitFor();
  await look("Import, of a file that can't be taken");
  await seat.page.keyboard.press("Escape");
  writeFileSync(file("odd.csv"), files.odd);
  await importing(seat, file("odd.csv"));
  await seat.button(/^Import 2 items/).waitFor();
  // A note, two that are skipped, and a sample of two: so there are sentences to look at.
  expect(await window.getByRole("listitem").count()).toBe(5);
  await look("Import, with what is in the file");
  await seat.button(/^Import 2 items/).click();
  await window.getByRole("status").waitFor();
  await look("Import, done");
  await seat.button("Take this import back", window).click();
  await seat.button("Move to trash", seat.page.getByRole("alertdialog")).click();
  await seat.text(/2 items went to the trash/, window).waitFor();
  await look("Import, taken back");
  await seat.page.keyboard.press("Escape");

  await exporting(seat);
  const out = seat.dialog("Export");
  await out.waitFor();
  await look("Export");
  await seat.text("Readable file", out).click();
  await look("Export, of a readable file");
  await seat.box("Main password", out).fill("not the main password");
  await seat.button("Save the file", out).click();
  await seat.text("That is not the main password.", out).waitFor();
  await look("Export, with another password");
  await seat.box("Main password", out).fill(mainPassword);
  const download = seat.page.waitForEvent("download");
  await seat.button("Save the file", out).click();
  expect(readFileSync(await (await download).path(), "utf8")).toContain("octo");
}

/** The check finds what is weak, and leads to where it is changed. */
export async function checkPasswords(seat: Seat, look: Look): Promise<void> {
  await seat.check();
  await seat.heading("Weak").waitFor();
  await look("Password check");
  await seat.button("Change the password of GitHub").click();
  await seat.box("Password").fill("better, and one of its own");
  await look("Form, from the check");
  // Who came from the check goes back there, where it is better now.
  await seat.button("Save").click();
  await seat.text("No password here is weak").waitFor();
  await look("Password check, with nothing to find");
  if (seat.size === "phone") await seat.check();
  else await seat.section("All items");
}

export async function lockAndUnlock(seat: Seat, look: Look): Promise<void> {
  await seat.lock();
  await look("Locked");
  await seat.box("Main password").fill("not the main password");
  await seat.button("Unlock").click();
  await seat.text("That is not the main password.").waitFor();
  await look("Locked, with another password");
  await seat.unlock();
}
