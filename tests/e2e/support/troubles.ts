// What goes wrong with a server or with the browser, as a person meets it: each alarm with what it says and the way out, and the windows that
// stand in the place of a vault.

import { decode, pullRequest } from "@holdfast/protocol";
import type { Route } from "playwright-core";
import type { Look } from "./flows.ts";
import { setupCode } from "./in-and-out.ts";
import { emptied, putBack, rotten } from "./put-back.ts";
import { mainPassword, type Seat } from "./seat.ts";
import type { Room } from "./sit.ts";

/** Opens the window of an alarm, looks at what would happen, and lets it happen. `phase`: what the corner says. */
async function heal(seat: Seat, phase: RegExp, look: Look): Promise<void> {
  const window = seat.dialog("Synchronization");
  await seat.button(phase).waitFor();
  await look(`List: ${phase.source}`);
  await seat.status.click();
  await seat.button("See what can be done", window).click();
  await seat.button("Heal", window).waitFor();
  await look(`Healing: ${phase.source}`);
  await seat.button("Heal", window).click();
  await seat.button("Heal", window).waitFor({ state: "detached" });
  // What had the focus has just gone, and half a second after it opened a dialog takes the focus anew: a key may meet neither.
  await seat.button("Close", window).click();
  await window.waitFor({ state: "detached" });
  await seat.upToDate();
}

/** A server that can't give everything any more: nothing is replaced by the first word, which says so, and nothing by going away from it. */
async function healInVain(seat: Seat, phase: RegExp, look: Look): Promise<void> {
  const window = seat.dialog("Synchronization");
  const pulls = /\/pull$/;
  await seat.context.route(pulls, (route: Route) => {
    const asked = decode(pullRequest, route.request().postDataBuffer() ?? new Uint8Array());
    return asked.ok && asked.value.whole ? route.fulfill({ status: 500 }) : route.continue();
  });
  await seat.button(phase).waitFor();
  await seat.status.click();
  await seat.button("See what can be done", window).click();
  await seat.button("Heal", window).click();
  await seat.button("Replace all the same", window).waitFor();
  await look("Healing: not everything came");
  await seat.button("Cancel", window).click();
  await seat.context.unroute(pulls);
  await seat.button("Close", window).click();
  await window.waitFor({ state: "detached" });
  await seat.button(phase).waitFor();
}

/** Both devices of one account have an item "Bank" and are up to date; `here` is gone at the end. */
export async function lostServers(place: Room, { here, there }: { readonly here: Seat; readonly there: Seat }, look: Look): Promise<void> {
  const { path, sit } = place;
  await there.upToDate();
  // A network that is gone leaves the connection that stands, and what comes over it.
  await there.flipSynchronization();
  await here.choose("Bank");
  let server = await rotten(place, async () => {
    await here.edit({ Username: "sam" });
    await here.sent("Bank, sam");
  });
  // Nobody is left that could send the right bytes again.
  await here.leave();
  const damaged = /^Synchronization: .* damaged on the server/;
  await there.flipSynchronization();
  await there.button(damaged).waitFor();
  await there.choose("Bank");
  await there.text("This item is damaged on the server").waitFor();
  await look("Item, damaged on the server");
  await there.toList();
  await healInVain(there, damaged, look);
  await heal(there, damaged, look);

  server = await putBack({ server, path }, async () => {
    await there.add("Note", { Title: "Forum" });
    await there.toList();
    await there.sent("Forum");
  });
  await heal(there, /^Synchronization: The server is behind this device/, look);

  const code = await setupCode(there);
  await there.page.keyboard.press("Escape");
  server = await putBack({ server, path }, async () => {
    await there.add("Note", { Title: "Shop" });
    await there.toList();
    await there.sent("Shop");
    await there.context.setOffline(true);
  });
  // Another device goes on from what was put back.
  const other = await sit("other");
  await takeCode(other, code);
  await other.option("Bank, kim").waitFor();
  await other.add("Note", { Title: "Wiki" });
  await other.sent("Wiki");
  await other.leave();
  await there.context.setOffline(false);
  await heal(there, /^Synchronization: The server's history does not match/, look);

  await emptied({ server, path });
  await heal(there, /^Synchronization: Sign in to synchronize/, look);
  for (const title of ["Bank, kim", "Forum", "Shop", "Wiki"]) await there.option(title).waitFor();
}

async function takeCode(seat: Seat, code: string): Promise<void> {
  await seat.button("Use a setup code").first().click();
  const form = seat.page.getByRole("form", seat.said("Use a setup code"));
  await seat.box("Setup code", form).fill(code);
  await seat.box("Main password", form).fill(mainPassword);
  await seat.button("Use a setup code", form).click();
}

/** A main password that won't do; then what stands in the place of a vault that can't be opened here, or can't be kept. */
export async function noVault(seat: Seat, look: Look): Promise<void> {
  await seat.button("Create account").click();
  const form = seat.page.getByRole("form", seat.said("Create account"));
  await seat.box("Account", form).fill("kim");
  await seat.box("Main password", form).fill("password");
  await seat.box("Repeat main password", form).fill("another");
  await seat.button("Create account", form).click();
  await form.getByText(/\S/).first().waitFor();
  await look("Create account, with a password that is guessed first");

  // A later version of the app was here.
  await seat.page.goto(`${seat.url}/manifest.webmanifest`);
  await seat.page.evaluate(async () => {
    for (const { name, version } of await indexedDB.databases()) {
      await new Promise((resolve) => {
        const request = indexedDB.open(name ?? "", (version ?? 1) + 50);
        request.onsuccess = () => resolve(request.result.close());
      });
    }
  });
  await seat.open();
  await seat.heading("What this browser keeps can't be read").waitFor();
  await seat.text("was written by a newer version of Holdfast").waitFor();
  await look("What is kept can't be read");
  for (const missing of ["isSecureContext", "indexedDB", "Worker"]) {
    await seat.page.addInitScript((name) => Object.defineProperty(globalThis, name, { value: undefined, configurable: true }), missing);
    await seat.open();
    await seat.heading("This browser can't keep a vault").waitFor();
    await look(`Without ${missing}`);
    await seat.page.addInitScript((name) => Reflect.deleteProperty(globalThis, name), missing);
  }
}
