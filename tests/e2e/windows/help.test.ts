// docs/help/synchronizing.md, step by step: what the help page says a person sees and does is what is there.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { room, soon } from "../support/sit.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/help/synchronizing.md"), "utf8");
const checkBox = "Synchronize passwords and data across all your devices with Holdfast installed";
const account = "kim@example.org";

/** The numbered steps under a heading of the page. */
function stepsOf(heading: string): readonly string[] {
  const part = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...part.matchAll(/^\d+\. (.+)$/gm)].map(([, step]) => step ?? "");
}

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
