// By keys alone: what comes in and goes out, the tools, the trash, and a new device by a setup code.

import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Keys } from "../support/keys.ts";
import { mainPassword } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

const account = "kim@example.org";
const csv = "name,url,username,password,note\nForum,https://forum.example.org/,kim,12345,\nShop,https://shop.example.org/,kim,12345,\n";

/** From the menu to a section of the settings. */
async function settings(keys: Keys, section: string): Promise<void> {
  await keys.choose("Application menu", "Settings");
  await keys.seat.dialog("Settings").waitFor();
  await keys.to(/^General$/);
  await keys.arrowTo(section);
}

it("imports with a preview and takes it back, exports, checks, generates, and moves to the trash and out of it", async () => {
  const { path, sit } = await room();
  const seat = await sit("one");
  const { page } = seat;
  await seat.createAccount(account);
  await seat.add("Login", { Title: "Bank", Username: "kim", Password: "a long one of its own 7351" });
  await seat.upToDate();
  const file = path("chrome.csv");
  writeFileSync(file, csv);
  const keys = await Keys.of(seat);

  await settings(keys, "Import and export");
  await keys.press("Import");
  await seat.dialog("Import").waitFor();
  const chosen = page.waitForEvent("filechooser");
  await keys.press("Choose a file");
  await (await chosen).setFiles(file);
  await seat.button("Import 2 items").waitFor();
  await keys.around();
  await keys.press("Import 2 items");
  await page.getByText("2 items added.").waitFor();
  await keys.press("Take this import back");
  const asked = page.getByRole("alertdialog", { name: "Move 2 items to the trash?" });
  await asked.waitFor();
  await keys.comes("Cancel");
  await keys.hit("Escape");
  await asked.waitFor({ state: "detached" });
  await keys.comes("Take this import back");
  await keys.hit("Escape");
  await seat.dialog("Import").waitFor({ state: "detached" });
  await keys.comes("Application menu");
  await seat.option("Forum, kim").waitFor();

  await settings(keys, "Import and export");
  await keys.press(/^Take back the import/);
  await keys.comes("Cancel");
  await keys.press("Move to trash");
  await page.getByText("2 items went to the trash.").waitFor();
  await seat.option("Forum, kim").waitFor({ state: "detached" });
  await soon(() => keys.here()).not.toBe("");

  await keys.press("Export");
  const window = seat.dialog("Export");
  await window.waitFor();
  await keys.around();
  await keys.to("Sealed backup");
  await keys.arrowTo("Readable file", "ArrowRight");
  await keys.fill("Main password", mainPassword);
  const download = page.waitForEvent("download");
  await keys.press("Save the file");
  expect(readFileSync(await (await download).path(), "utf8")).toContain("a long one of its own 7351");
  await window.waitFor({ state: "detached" });
  await keys.comes("Application menu");

  await keys.press("Trash", { by: "Shift+Tab" });
  await seat.option("Forum, kim").waitFor();
  await keys.to("Items");
  await keys.hit("End");
  await keys.hit("Enter");
  await page.getByRole("heading", { level: 1, name: "Shop" }).waitFor();
  await keys.press("Restore");
  await seat.option("Shop, kim").waitFor({ state: "detached" });
  await soon(() => keys.here()).not.toBe("");
  await keys.press("Select several", { by: "Shift+Tab" });
  await soon(() => keys.here()).not.toBe("");
  await keys.press("Select all");
  await keys.press("Restore");
  await seat.page.getByText("The trash is empty").waitFor();
  await soon(() => keys.here()).not.toBe("");
  await keys.press("All items", { by: "Shift+Tab" });

  await seat.option("Shop, kim").waitFor();
  await keys.press("Select several");
  await keys.to("Items");
  // From the first title that begins so, one chosen and the next.
  await keys.type("f");
  await keys.hit("Space");
  await keys.hit("ArrowDown");
  await keys.hit("Space");
  await page.getByRole("heading", { name: "2 selected" }).waitFor();
  await keys.around();
  expect(await seat.option(/./).and(page.locator("[aria-selected=true]")).count()).toBe(2);
  await keys.press("Delete", { by: "Shift+Tab" });
  await keys.comes("Cancel");
  await keys.press("Move to trash");
  await seat.option("Forum, kim").waitFor({ state: "detached" });
  await soon(() => keys.here()).not.toBe("");
  await keys.press("Undo");
  await seat.option("Forum, kim").waitFor();
  await soon(() => keys.here()).not.toBe("");

  await keys.press("Password check", { by: "Shift+Tab" });
  await page.getByText("2 of 3 passwords could be better").waitFor();
  await keys.around();
  await keys.press("Change the password of Forum");
  await keys.comes("Edit Forum");
  await keys.around();
  await keys.fill("Password", "better and longer 40127");
  await keys.hit("Enter");
  await page.getByText("Forum saved").waitFor();
  await soon(() => keys.here()).not.toBe("");

  await keys.choose("Application menu", "Password generator");
  const made = page.getByRole("status", { name: "Generated password", exact: true });
  await soon(async () => (await made.innerText()).length).toBeGreaterThan(15);
  const first = await made.innerText();
  await keys.around();
  await keys.press("Another one");
  await soon(() => made.innerText()).not.toBe(first);
  await keys.to("Characters");
  await keys.arrowTo("Words", "ArrowRight");
  await soon(() => made.innerText()).toMatch(/^[a-z]+(-[a-z]+)+$/);
  await keys.press("Capital letters", { key: "Space" });
  await soon(() => made.innerText()).toMatch(/^[A-Z][a-z]+(-[A-Z][a-z]+)+$/);
  await keys.press("Copy password", { by: "Shift+Tab" });
  await page.getByText("It leaves the clipboard in 30 seconds").waitFor();
  await keys.hit("Escape");
  await seat.dialog("Password generator").waitFor({ state: "detached" });
  await keys.comes("Application menu");
});

it("shows a setup code, and a new device takes it", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim" });
  await laptop.upToDate();
  const here = await Keys.of(laptop);
  await settings(here, "Security");
  await here.press("Show a setup code");
  await here.comes("Main password");
  await here.type(mainPassword);
  await here.hit("Enter");
  await laptop.page.getByText(/^HFS1-/).waitFor();
  await soon(() => here.here()).not.toBe("");
  await here.around();
  await here.press("Copy");
  await laptop.page.getByText("Setup code copied").waitFor();
  // Carried to the other device as a person carries it.
  const code = await laptop.page.evaluate(() => navigator.clipboard.readText());
  await here.hit("Escape");
  await here.comes("Application menu");

  const other = await sit("other");
  await other.button("Use a setup code").waitFor();
  const there = await Keys.of(other);
  await there.press("Use a setup code");
  await there.comes("Setup code");
  await there.around();
  await there.to("Setup code");
  await other.page.evaluate((text) => navigator.clipboard.writeText(text), code);
  await there.hit("Control+v");
  await there.fill("Main password", mainPassword);
  await there.hit("Enter");
  await other.option("Bank, kim").waitFor();
});
