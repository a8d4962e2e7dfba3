// Windows that are fetched when they are first wanted: slow, not at all, and at last.

import type { Route } from "playwright-core";
import { it } from "vitest";
import { expectAccessible } from "../support/look.ts";
import { room } from "../support/sit.ts";

it.each(["wide", "phone"] as const)(
  "says that a window is on its way, that it did not come, and fetches it again when told to (%s)",
  async (size) => {
    const { sit } = await room();
    const seat = await sit("laptop", { size, serviceWorker: false });
    await seat.createAccount("kim@example.org");
    const settingsPart = /\/assets\/settings-window-[^/]+\.js$/;
    const held: Route[] = [];
    await seat.context.route(settingsPart, (route) => void held.push(route));
    const open = async (): Promise<void> => {
      if (size === "phone") await seat.button("Settings").click();
      else await seat.menu("Settings");
    };
    await open();
    await seat.page.getByText("Opening", { exact: true }).waitFor();
    await expectAccessible(seat, "a window on its way");
    // Who does not want to wait goes on.
    await seat.button("Cancel").click();
    await seat.page.getByText("Opening", { exact: true }).waitFor({ state: "detached" });
    await open();
    await seat.page.getByText("Opening", { exact: true }).waitFor();
    await Promise.all(held.splice(0).map((route) => route.abort()));
    const failed = seat.dialog("This window could not be shown");
    await failed.getByText("A part of the app could not be fetched.").waitFor();
    await expectAccessible(seat, "a window that did not come");
    await seat.context.unroute(settingsPart);
    await seat.button("Try again", failed).click();
    await seat.dialog("Settings").getByRole("tab", { name: "General" }).waitFor();
    await seat.page.keyboard.press("Escape");
    await seat.dialog("Settings").waitFor({ state: "detached" });
  },
);
