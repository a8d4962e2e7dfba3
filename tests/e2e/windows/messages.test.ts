// Messages at the foot: they lie over nothing that can be pressed, and a key leads to them and back.

import { expect, it } from "vitest";
import { expectAccessible } from "../support/look.ts";
import type { Seat, Size } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

/** What can be pressed and lies, where it would be pressed, under a message. */
const covered = ({ page }: Seat): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    /** What scrolls and cuts off what is beyond its edges: that can be reached by scrolling, and is not pressed there. */
    const cutOff = (part: Element, x: number, y: number): boolean => {
      for (let at = part.parentElement; at !== null; at = at.parentElement) {
        if (getComputedStyle(at).overflowY === "visible") continue;
        const { left, right, top, bottom } = at.getBoundingClientRect();
        if (x < left || x > right || y < top || y > bottom) return true;
      }
      return false;
    };
    for (const part of document.querySelectorAll("button, a, input, select, textarea, [role=option]")) {
      // What lies behind a window is nothing to press.
      if (part.closest(".toasts, [inert], [aria-hidden=true]") !== null || !part.checkVisibility()) continue;
      const { left, top, width, height } = part.getBoundingClientRect();
      for (const place of [0.25, 0.5, 0.75]) {
        const [x, y] = [left + width / 2, top + height * place];
        if (cutOff(part, x, y)) continue;
        if (document.elementFromPoint(x, y)?.closest(".toasts") != null) found.push(part.outerHTML.slice(0, 120));
      }
    }
    return [...new Set(found)];
  });

const message = ({ page }: Seat) => page.getByRole("region", { name: "Messages, F6" });

async function toEnd({ page }: Seat, part: string): Promise<void> {
  await page.locator(part).evaluate((element) => element.scrollTo({ top: element.scrollHeight, behavior: "instant" }));
}

const lines = Array.from({ length: 60 }, (_, i) => `line ${i}`).join("\n");

it.each<Size>(["wide", "tablet", "phone"])("lie over nothing that can be pressed (%s)", async (size) => {
  const { sit } = await room();
  const seat = await sit("laptop", { size });
  await seat.createAccount("kim@example.org");
  for (let i = 0; i < 16; i++) {
    await seat.add("Note", { Title: `Note ${i}`, Note: lines });
    await seat.toList();
  }
  await message(seat).waitFor();
  await expectAccessible(seat, "a message over the list");
  expect(await covered(seat)).toEqual([]);
  if (size === "phone") {
    await seat.page.locator(".rows").evaluate((rows) => rows.scrollTo({ top: rows.scrollHeight, behavior: "instant" }));
    expect(await covered(seat)).toEqual([]);
    await seat.page.locator(".rows").evaluate((rows) => rows.scrollTo({ top: 0, behavior: "instant" }));
  }

  // Offline, so that no mark comes or goes by itself.
  await seat.context.setOffline(true);
  // At the end of a long item: History was in sight before the message, and is after it.
  await seat.choose("Note 0");
  for (let open = await seat.button("Dismiss").count(); open > 0; open = await seat.button("Dismiss").count()) {
    await seat.button("Dismiss").first().click();
  }
  await seat.button("Add to favorites").click();
  await seat.page.getByText("Not sent yet").last().waitFor();
  await message(seat).waitFor();
  await toEnd(seat, ".item");
  expect(await covered(seat)).toEqual([]);
  const history = seat.button(/^History/);
  const inSight = () =>
    history.evaluate((button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2)?.closest("button") === button;
    });
  await soon(inSight).toBe(true);
  await seat.button("Dismiss").click();
  await message(seat).waitFor({ state: "detached" });
  await toEnd(seat, ".item");
  await seat.button("Remove from favorites").evaluate((button) => button instanceof HTMLElement && button.click());
  await message(seat).waitFor();
  await soon(inSight).toBe(true);
  expect(await covered(seat)).toEqual([]);

  // A form with a message over it.
  await seat.button("Edit").click();
  await seat.box("Title").fill("Note 0, edited");
  await message(seat).waitFor();
  await toEnd(seat, ".item");
  expect(await covered(seat)).toEqual([]);
  await seat.button("Save").click();
  await seat.page.getByText("Note 0, edited saved").waitFor();
  await seat.toList();

  // What comes while a window is open lies over nothing of that window.
  if (size === "phone") await seat.button("Settings").click();
  else await seat.menu("Settings");
  const settings = seat.dialog("Settings");
  await settings.getByRole("tab", { name: "Devices" }).click();
  await seat.box("Name of this device", settings).fill("Travel");
  await seat.button("Rename", settings).click();
  await seat.page.getByText("This device has a new name.").waitFor();
  await expectAccessible(seat, "a message over a window");
  expect(await covered(seat)).toEqual([]);
});

it("F6 leads to a message and back, also from a window, and what came before the window is there after it", async () => {
  const { sit } = await room();
  const seat = await sit("laptop");
  const { keyboard } = seat.page;
  const focused = () =>
    seat.page.evaluate(() => (document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim());
  await seat.createAccount("kim@example.org");
  await seat.add("Login", { Title: "Bank", Username: "kim" });
  const search = seat.page.getByRole("searchbox");
  await search.focus();
  await keyboard.press("F6");
  await soon(focused).toBe("Undo");
  await keyboard.press("F6");
  await soon(() => search.evaluate((box) => box === document.activeElement)).toBe(true);

  // While a window is open, what came before it is set aside: there is nothing to go to.
  await keyboard.press("Escape");
  await seat.menu("Settings");
  const settings = seat.dialog("Settings");
  await settings.getByRole("tab", { name: "Devices" }).click();
  const name = seat.box("Name of this device", settings);
  await name.fill("Travel");
  expect(await message(seat).count()).toBe(0);
  await keyboard.press("F6");
  await soon(() => name.evaluate((box) => box === document.activeElement)).toBe(true);
  await keyboard.press("Enter");
  await seat.page.getByText("This device has a new name.").waitFor();
  await name.focus();
  await keyboard.press("F6");
  await soon(() => message(seat).evaluate((region) => region.contains(document.activeElement))).toBe(true);
  await keyboard.press("F6");
  await soon(() => name.evaluate((box) => box === document.activeElement)).toBe(true);
  await keyboard.press("Escape");
  await settings.waitFor({ state: "detached" });

  // After it all of them are there, the newest in front.
  await keyboard.press("F6");
  await soon(() => message(seat).evaluate((region) => region.contains(document.activeElement))).toBe(true);
  await seat.page.getByText("1 earlier").waitFor();
});
