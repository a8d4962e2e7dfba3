// What two devices make a person decide: a field that both have changed, and what came from the other. `there` is looked at.

import type { Look } from "./flows.ts";
import type { Seat } from "./seat.ts";
import { soon } from "./sit.ts";

/** One item "Bank" is on both; both change its password before they hear of each other. */
export async function conflict(here: Seat, there: Seat, look: Look): Promise<void> {
  await there.text("Your vault is back").waitFor();
  await look("List, with what came back");
  for (const seat of [here, there]) await seat.choose("Bank");
  await there.context.setOffline(true);
  await there.edit({ Password: "from there" });
  await there.toList();
  await there.button(/^Synchronization: Offline/).waitFor();
  await look("List, offline, with an item that waits");
  await there.status.click();
  await there.text("can't reach the server", there.dialog("Synchronization")).waitFor();
  await look("Synchronization, offline");
  await there.page.keyboard.press("Escape");
  await here.edit({ Password: "from here" });
  await here.toList();
  await there.context.setOffline(false);
  await there.button(/^Synchronization: 1 item changed in two places/).waitFor();
  await look("List, with a conflict");
  await there.status.click();
  await there.button("Show them", there.dialog("Synchronization")).waitFor();
  await look("Synchronization, with a conflict");
  await there.button("Show them").click();
  await there.choose("Bank");
  const section = there.page.getByRole("region", there.said("Password: changed in two places"));
  await section.waitFor();
  await look("Item, with a conflict");
  const side = section.locator(".choice").filter({ hasText: "from here" });
  await there.button("Keep this one", side).click();
  await section.waitFor({ state: "detached" });
  await there.button("Show password").click();
  await there.page.getByText("from here").waitFor();
  await there.toList();
  await there.section("All items");
  await there.upToDate();
}

/** The other device changes something: it is told, and taken back. */
export async function arrival(here: Seat, there: Seat, look: Look): Promise<void> {
  await here.choose("Bank");
  await here.edit({ Username: "sam" });
  await here.toList();
  await there.text(/Username of Bank changed on/).waitFor();
  await look("List, with what came from another device");
  await there.button("Undo").click();
  await there.option("Bank, kim").waitFor();
  await here.option("Bank, kim").waitFor();
  await soon(() => here.option(/./).count()).toBe(1);
}
