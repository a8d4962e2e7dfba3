// Everything by keyboard alone: the mouse is never touched, and wherever the focus is, it can be seen.

import { expect, it } from "vitest";
import { mainPassword, type Seat } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

/** What has the focus: its role and its name. */
const focused = ({ page }: Seat): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "nothing";
    const label = element.getAttribute("aria-label") ?? document.getElementById(element.getAttribute("aria-labelledby") ?? "")?.textContent;
    return (label ?? element.textContent ?? "").trim();
  });

/** Presses Tab until the focus is on what is called so; every stop on the way can be seen. */
async function tabTo(seat: Seat, name: string | RegExp, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 80; i++) {
    const here = await focused(seat);
    if (typeof name === "string" ? here === name : name.test(here)) return;
    passed.push(here);
    await seat.page.keyboard.press(key);
    expect(await isFocusSeen(seat), `the focus on ${await focused(seat)}`).toBe(true);
  }
  throw new Error(`no way by ${key} to ${name}: ${passed.join(" > ")}`);
}

/** A ring, an outline or a shadow around what has the focus, or around the box it stands in. */
const isFocusSeen = ({ page }: Seat): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return true;
    for (let at: Element | null = element, up = 0; at !== null && up < 3; at = at.parentElement, up++) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      if ((outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none") return true;
    }
    return false;
  });

it("signs up, adds, finds, edits, copies, deletes, takes back, switches synchronization and locks without a mouse", async () => {
  const { sit } = await room();
  const seat = await sit("one");
  const { keyboard } = seat.page;
  await seat.button("Create account").waitFor();
  await tabTo(seat, "Create account");
  await keyboard.press("Enter");
  await seat.page.getByRole("form", { name: "Create account" }).waitFor();
  await tabTo(seat, "Account");
  await keyboard.type("kim@example.org");
  await tabTo(seat, "Main password");
  await keyboard.type(mainPassword);
  await tabTo(seat, "Repeat main password");
  await keyboard.type(mainPassword);
  await keyboard.press("Enter");
  const kit = seat.dialog("Emergency kit");
  await kit.getByText(/^HF1-/).first().waitFor();
  const secretKey = (await kit.locator(".key").innerText()).replace(/\s/g, "");
  await tabTo(seat, "Last group of the Secret Key");
  await keyboard.type(secretKey.slice(secretKey.lastIndexOf("-") + 1));
  await keyboard.press("Enter");
  await kit.waitFor({ state: "detached" });

  await tabTo(seat, "Add");
  await keyboard.press("Enter");
  await seat.page.getByRole("menu").waitFor();
  await keyboard.press("l");
  await keyboard.press("Enter");
  await seat.box("Title").waitFor();
  await tabTo(seat, "Title");
  await keyboard.type("GitHub");
  await tabTo(seat, "Username");
  await keyboard.type("octo");
  await tabTo(seat, "Password");
  await keyboard.type("typed by keys");
  await keyboard.press("Enter");
  await seat.button("Edit").waitFor();

  await keyboard.press("Control+k");
  await soon(() => focused(seat)).toBe("Search");
  await keyboard.type("git");
  await keyboard.press("ArrowDown");
  await soon(() => focused(seat)).toBe("Items");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await seat.page.getByRole("heading", { level: 1, name: "GitHub" }).waitFor();
  await tabTo(seat, "Copy password");
  await keyboard.press("Enter");
  await seat.page.getByText("It leaves the clipboard in 30 seconds").waitFor();
  await tabTo(seat, "Edit", "Shift+Tab");
  await keyboard.press("Enter");
  await seat.box("Username").waitFor();
  await tabTo(seat, "Username");
  await keyboard.press("Control+a");
  await keyboard.type("octocat");
  await keyboard.press("Enter");
  await seat.option("GitHub, octocat").waitFor();
  await tabTo(seat, "Delete");
  await keyboard.press("Enter");
  await seat.option("GitHub, octocat").waitFor({ state: "detached" });
  await tabTo(seat, "Undo");
  await keyboard.press("Enter");
  await seat.option("GitHub, octocat").waitFor();

  await tabTo(seat, /^Synchronization: /);
  await keyboard.press("Enter");
  await seat.dialog("Synchronization").waitFor();
  await tabTo(seat, "Synchronize now");
  await keyboard.press("Enter");
  await keyboard.press("Escape");
  await seat.dialog("Synchronization").waitFor({ state: "detached" });
  // The focus is back where it came from.
  await soon(() => focused(seat)).toMatch(/^Synchronization: /);

  await tabTo(seat, "Application menu");
  await keyboard.press("Enter");
  await seat.page.getByRole("menu").waitFor();
  await keyboard.press("s");
  await keyboard.press("s");
  await seat.page
    .getByRole("menuitem", { name: "Settings" })
    .and(seat.page.locator(":focus"))
    .or(seat.page.locator("[data-focused]"))
    .first()
    .waitFor();
  while ((await focused(seat)) !== "Settings") await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  const settings = seat.dialog("Settings");
  await settings.waitFor();
  const box = settings.getByRole("checkbox", { name: /^Synchronize passwords/ });
  await tabTo(seat, /^Synchronize passwords|^$/);
  await keyboard.press("Space");
  await soon(() => box.isChecked()).toBe(false);
  await keyboard.press("Space");
  await soon(() => box.isChecked()).toBe(true);
  await keyboard.press("Escape");
  await settings.waitFor({ state: "detached" });

  await tabTo(seat, "Application menu");
  await keyboard.press("Enter");
  await seat.page.getByRole("menu").waitFor();
  while ((await focused(seat)) !== "Lock") await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await seat.button("Unlock").waitFor();
  await tabTo(seat, "Main password");
  await keyboard.type(mainPassword);
  await keyboard.press("Enter");
  await seat.option("GitHub, octocat").waitFor();
});
