// docs/help/synchronizing.md, step by step: what the help page says a person sees and does is what is there.

import { writeFileSync } from "node:fs";
import type { Locator, Route } from "playwright-core";
import { expect, it } from "vitest";
import { states, stepsOf, under } from "../support/help-page.ts";
import { importing } from "../support/in-and-out.ts";
import { emptied } from "../support/put-back.ts";
import { mainPassword, type Seat } from "../support/seat.ts";
import { room, soon, twoDevices } from "../support/sit.ts";

const checkBox = "Synchronize passwords and data across all your devices with Holdfast installed";
const account = "kim@example.org";

it("the help page's steps switch synchronization off, show that it is, and switch it on again", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "GitHub", Username: "octo" });
  await laptop.upToDate();
  const phone = await sit("phone", { size: "phone" });
  await phone.signIn(account, secretKey);

  expect(stepsOf("Synchronize by hand")).toEqual(["Click the state in the lower left corner.", "Click **Synchronize now**."]);
  const corner = laptop.status;
  const { x, y, height } = (await corner.boundingBox()) ?? { x: -1, y: -1, height: 0 };
  expect(x).toBeLessThan(100);
  expect(y + height).toBeGreaterThan(700);
  await corner.click();
  const window = laptop.dialog("Synchronization");
  await laptop.button("Synchronize now", window).click();
  await window.getByText("Nothing is waiting.").waitFor();
  await laptop.page.keyboard.press("Escape");

  expect(stepsOf("Switch synchronization off")).toEqual([
    "In the lower part of the main window, click the menu button ☰.",
    "Choose **Settings**.",
    "Under **General**, find the group **Synchronization**.",
    `Clear the check box **${checkBox}**.`,
  ]);
  await laptop.button("Application menu").click();
  await laptop.page.getByRole("menuitem", { name: "Settings", exact: true }).click();
  const settings = laptop.dialog("Settings");
  expect(await settings.getByRole("tab", { name: "General" }).getAttribute("aria-selected")).toBe("true");
  const box = settings.getByRole("group", { name: "Synchronization" }).getByRole("checkbox", { name: checkBox, exact: true });
  expect(await box.isChecked()).toBe(true);
  await settings.getByText(checkBox, { exact: true }).click();
  await soon(() => box.isChecked()).toBe(false);
  await laptop.page.keyboard.press("Escape");
  await laptop.button(/^Synchronization: Synchronization is off/).waitFor();

  // It is off on this device alone, and what is changed meanwhile waits here.
  await laptop.choose("GitHub, octo");
  await laptop.button("Edit").click();
  await laptop.box("Username").fill("octocat");
  await laptop.button("Save").click();
  await laptop.button(/^Synchronization: Synchronization is off.*1 change waiting/).waitFor();
  await laptop.page.getByText("Not sent yet").first().waitFor();
  await phone.add("Note", { Title: "From the phone" });
  await phone.toList();
  await phone.upToDate();

  expect(stepsOf("Switch synchronization on")).toEqual([
    "Click **Synchronization is off** in the lower left corner.",
    "Click **Enable synchronization**.",
  ]);
  expect(await laptop.option("From the phone").count()).toBe(0);
  await laptop.status.click();
  expect(await laptop.button("Synchronize now", window).count()).toBe(0);
  await laptop.button("Enable synchronization", window).click();
  await laptop.button("Synchronize now", window).waitFor();
  await laptop.page.keyboard.press("Escape");
  await laptop.option("From the phone").waitFor();
  await laptop.upToDate();
  await phone.option("GitHub, octocat").waitFor();
  await laptop.menu("Settings");
  expect(await box.isChecked()).toBe(true);
});

/** The corner begins with these words of the table, or has them after its first; `…` stands for what changes. */
const cornerSays = (seat: Seat, row: string): Promise<void> => {
  expect(states.map(([says]) => says)).toContain(row);
  return seat
    .button(new RegExp(`^Synchronization: (?:.* · )?${row.replace("… ", "\\d+ ")}`))
    .first()
    .waitFor();
};

const lowerLeft = async (part: Locator): Promise<void> => {
  const { x, y, height } = (await part.boundingBox()) ?? { x: -1, y: -1, height: 0 };
  expect(x).toBeLessThan(100);
  expect(y + height).toBeGreaterThan(700);
};

it("each state of the help page's table is what the corner says then, and its remedy is there", async () => {
  const { path, server, sit } = await room();
  const seat = await sit("laptop", { serviceWorker: false });
  await seat.createAccount(account);
  await cornerSays(seat, "Up to date");
  await lowerLeft(seat.status);

  // Two commits, of which the second is held back: in between something is being sent.
  writeFileSync(
    path("many.csv"),
    `name,url,username,password\n${Array.from({ length: 1_200 }, (_, i) => `Site ${i},,kim,x${i}`).join("\n")}\n`,
  );
  const held: Route[] = [];
  let [pushes, holds] = [0, true];
  await seat.context.route(/\/push$/, (route) => (++pushes === 1 || !holds ? route.continue() : void held.push(route)));
  await importing(seat, path("many.csv"));
  await seat.button("Import 1,200 items").click();
  await seat.page.getByText("1,200 items added.").waitFor();
  await seat.page.keyboard.press("Escape");
  await cornerSays(seat, "Synchronizing");
  holds = false;
  await Promise.all(held.map((route) => route.continue()));
  await cornerSays(seat, "Up to date");

  await seat.context.setOffline(true);
  await seat.add("Login", { Title: "Bank", Username: "kim" });
  await seat.add("Login", { Title: "Shop", Username: "kim" });
  await cornerSays(seat, "… changes waiting");
  await cornerSays(seat, "Offline");
  expect(under("See whether everything is sent")).toContain("An arrow ↑ marks the items.");
  await seat.page.getByRole("option", { name: "Bank, kim", description: "Not sent yet" }).locator(".mark-wait").waitFor();

  await seat.context.setOffline(false);
  await cornerSays(seat, "Up to date");

  await seat.menu("Settings");
  await seat.page.getByText(checkBox, { exact: true }).click();
  await seat.page.keyboard.press("Escape");
  await cornerSays(seat, "Synchronization is off");
  await seat.status.click();
  await seat.button("Enable synchronization").click();
  await seat.page.keyboard.press("Escape");
  await cornerSays(seat, "Up to date");

  await emptied({ server, path });
  await cornerSays(seat, "Sign in to synchronize");
  expect(states.find(([says]) => says === "Sign in to synchronize")?.[1]).toContain("click the state and choose **See what can be done**");
  await seat.status.click();
  await seat.button("See what can be done", seat.dialog("Synchronization")).waitFor();
});

it("the help page's steps add a device, by the Secret Key and by a setup code, and the end says what came back", async () => {
  expect(stepsOf("Add a device")).toEqual([
    "On the new device, open Holdfast and choose **Sign in** (or **Use a setup code**, which another device shows under Settings → Security).",
    "Type the account, your main password and the Secret Key from your emergency kit.",
  ]);
  expect(under("Add a device")).toContain("When it is whole, Holdfast says how many items came back and when the last change was made.");
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  for (const Title of ["One", "Two"]) await laptop.add("Note", { Title });
  await laptop.upToDate();
  const back = /Your vault is back\. 2 items were restored\. Last change: just now/;

  const phone = await sit("phone", { size: "phone" });
  await phone.button("Sign in").click();
  const form = phone.page.getByRole("form", { name: "Sign in" });
  await phone.box("Account", form).fill(account);
  await phone.box("Main password", form).fill(mainPassword);
  await phone.box("Secret Key", form).fill(secretKey);
  await phone.button("Sign in", form).click();
  await phone.page.getByText(back).waitFor();

  await laptop.button("Application menu").click();
  await laptop.page.getByRole("menuitem", { name: "Settings", exact: true }).click();
  await laptop.dialog("Settings").getByRole("tab", { name: "Security" }).click();
  await laptop.button("Show a setup code", laptop.dialog("Settings")).click();
  await laptop.box("Main password").fill(mainPassword);
  await laptop.page.keyboard.press("Enter");
  const code = (await laptop.page.getByText(/^HFS1-/).innerText()).replace(/\s/g, "");
  const tablet = await sit("tablet", { size: "tablet" });
  await tablet.button("Use a setup code").click();
  const other = tablet.page.getByRole("form", { name: "Use a setup code" });
  await tablet.box("Setup code", other).fill(code);
  await tablet.box("Main password", other).fill(mainPassword);
  await tablet.button("Use a setup code", other).click();
  await tablet.page.getByText(back).waitFor();
});

it("what the help page says of one thing changed on two devices is so", async () => {
  expect(under("When the same thing was changed on two devices")).toBe(
    "Nothing is lost. If different fields were changed, both changes stand. If it was the same field, the item bears a mark; open it, look at both values, and choose **Keep this one**. The other one stays in the item's history.",
  );
  const { laptop, other } = await twoDevices(account);
  const change = async (seat: Seat, fields: Readonly<Record<string, string>>): Promise<void> => {
    await seat.choose("Bank, kim");
    await seat.button("Edit").click();
    for (const [label, value] of Object.entries(fields)) await seat.box(label).fill(value);
    await seat.button("Save").click();
    await seat.button("Edit").waitFor();
  };
  // Different fields: the note of one, the username of the other. The same field: the password of both.
  await other.context.setOffline(true);
  await change(other, { Note: "from the other", Password: "the other's" });
  await change(laptop, { Username: "kim.b", Password: "the laptop's" });
  await laptop.upToDate();
  await other.context.setOffline(false);
  await cornerSaysElse(laptop);

  for (const seat of [laptop, other]) {
    await seat.page.getByRole("option", { name: "Bank, kim.b", description: "Changed in two places" }).waitFor();
    await seat.page.getByText("from the other").first().waitFor();
    await seat.page.getByRole("main").getByText("kim.b", { exact: true }).waitFor();
  }
  const section = laptop.page.getByRole("region", { name: "Password: changed in two places" });
  await section.getByText("the laptop's").waitFor();
  await section.getByText("the other's").waitFor();
  await laptop.button("Keep this one", section.locator(".choice").filter({ hasText: "the other's" })).click();
  await section.waitFor({ state: "detached" });
  await laptop.button(/^History/).click();
  const past = laptop.page.getByRole("listitem").filter({ hasText: "Password" });
  const hidden = past.getByRole("button", { name: "Show password" });
  await hidden.first().waitFor();
  for (let left = await hidden.count(); left > 0; left--) {
    await hidden.first().click();
    await soon(() => hidden.count()).toBe(left - 1);
  }
  await past.getByText("the laptop's").waitFor();
  await other.page.getByRole("option", { name: "Bank, kim.b", description: "Changed in two places" }).waitFor({ state: "detached" });
});

/** What none of the table's other rows is: the window says what was seen, and what to do. */
async function cornerSaysElse(seat: Seat): Promise<void> {
  expect(states.at(-1)?.[0]).toBe("Anything else");
  const corner = seat.button(/^Synchronization: 1 item changed in two places/);
  await corner.waitFor();
  const line = (await corner.getAttribute("aria-label")) ?? "";
  expect(states.filter(([says]) => line.includes(says))).toEqual([]);
  await corner.click();
  const window = seat.dialog("Synchronization");
  await window.getByText("Two devices changed the same field before they heard of each other.").waitFor();
  await seat.button("Show them", window).waitFor();
  await seat.page.keyboard.press("Escape");
}
