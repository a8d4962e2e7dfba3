// With the system's own colours (high contrast): grounds and shadows are gone then, and what is chosen, what has the focus, what is filled and
// where synchronization stands can still be told apart. Looked at point by point: the same part, before and after.

import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import type { Seat } from "../support/seat.ts";
import { room } from "../support/sit.ts";

/** Around a part: a ring stands outside of it. */
const around = 6;

/** `edge`: of its upper edge alone, where a ring is and neither words nor a caret. */
async function pictureOf({ page }: Seat, part: Locator, edge = false): Promise<string> {
  await part.scrollIntoViewIfNeeded();
  const box = await part.boundingBox();
  if (box === null) throw new Error("it is not in sight");
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const [x, y] = [Math.max(0, box.x - around), Math.max(0, box.y - around)];
  const clip = {
    ...{ x, y },
    width: Math.min(width, box.x + box.width + around) - x,
    height: edge ? around + 2 : Math.min(height, box.y + box.height + around) - y,
  };
  return (await page.screenshot({ clip })).toString("base64");
}

/** The part looks otherwise once `act` is done, and without it always the same. */
async function expectTold(seat: Seat, part: Locator, act: () => Promise<unknown>, edge = false): Promise<void> {
  // Nothing is under the pointer, then and later.
  await seat.page.mouse.move(0, 0);
  const before = await pictureOf(seat, part, edge);
  expect(await pictureOf(seat, part, edge), `${part} at rest`).toBe(before);
  await act();
  await seat.page.mouse.move(0, 0);
  expect.soft(await pictureOf(seat, part, edge), `${part} after`).not.toBe(before);
}

/** The focus as a key brings it. `holder`: what the ring is around, where that is another. */
async function expectRing(seat: Seat, part: Locator, holder = part): Promise<void> {
  await part.focus();
  await seat.page.keyboard.press("Shift+Tab");
  await expectTold(
    seat,
    holder,
    async () => {
      await seat.page.keyboard.press("Tab");
      await part.and(seat.page.locator(":focus")).waitFor();
    },
    true,
  );
}

it("tells focus, choice, marks and phases apart in the system's own colours", async () => {
  const { sit } = await room();
  const seat = await sit("one");
  const { page } = seat;
  await page.emulateMedia({ forcedColors: "active" });
  await seat.button("Create account").click();
  const account = seat.box("Account");
  await expectRing(seat, account, page.locator(".box").filter({ has: account }));
  await expectTold(seat, page.getByRole("tab", { name: "Sign in" }), () => page.getByRole("tab", { name: "Sign in" }).click());
  await page.getByRole("tab", { name: "Create account" }).click();
  const form = page.getByRole("form", { name: "Create account" });
  await seat.box("Main password", form).fill("a");
  const meter = page.getByRole("meter");
  await expectTold(seat, meter, async () => {
    await seat.box("Main password", form).fill("correct horse battery staple of mine");
    await page.locator("[data-score='4']").waitFor();
  });
  await page.reload();
  await seat.createAccount("kim@example.org");
  for (const title of ["Bank", "Forum"]) await seat.add("Login", { Title: title, Username: "kim" });
  await seat.upToDate();
  await seat.dismiss();

  await expectRing(seat, seat.button("Edit"));
  const search = page.getByRole("searchbox", { name: "Search" });
  await expectRing(seat, search, page.locator(".box").filter({ has: search }));
  await expectTold(seat, seat.option("Bank, kim"), () => seat.option("Bank, kim").click());
  await page.getByRole("link", { name: "Favorites" }).waitFor();
  await expectTold(seat, page.getByRole("link", { name: "Favorites" }), () => page.getByRole("link", { name: "Favorites" }).click());
  await page.getByRole("link", { name: "All items" }).click();
  await seat.button("Select several").click();
  await expectTold(seat, seat.option("Forum, kim"), () => seat.option("Forum, kim").click());
  await seat.button("End selection").click();

  await seat.settings("Security");
  const general = seat.dialog("Settings").getByRole("tab", { name: "General" });
  await expectTold(seat, general, () => general.click());
  const box = seat.dialog("Settings").getByRole("checkbox");
  await expectTold(seat, box, () => box.click());
  const dark = seat.dialog("Settings").getByText("Dark", { exact: true });
  await expectTold(seat, dark, () => dark.click());
  await page.keyboard.press("Escape");
  // Drawings keep a colour of their own that the ground may swallow, unless they take that of the words beside them.
  const apart = await page.evaluate(() =>
    [...document.querySelectorAll(".icon, .mark")]
      .filter((icon) => icon.parentElement !== null && getComputedStyle(icon).color !== getComputedStyle(icon.parentElement).color)
      .map(({ outerHTML }) => outerHTML),
  );
  expect(apart).toEqual([]);
  // The phase by its icon alone.
  const icon = seat.status.locator(".icon");
  await seat.button(/^Synchronization: Synchronization is off/).waitFor();
  await expectTold(seat, icon, async () => {
    await seat.flipSynchronization();
    await seat.upToDate();
  });
});
