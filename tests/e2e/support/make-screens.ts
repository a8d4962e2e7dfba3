// Takes the pictures that the documentation shows, by a real browser over a real server with a made-up vault: `npm run screens [-- FOLDER]`.
// Everything in them is made up, and the same seed gives the same vault.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, current, signUp } from "@holdfast/core";
import { openNodeHome } from "@holdfast/core/adapters/node-home";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import { accountName } from "@holdfast/protocol";
import { readWebApp, startServer } from "@holdfast/server";
import { build } from "vite";
import { mainPassword, Seat, type SeatOptions } from "./seat.ts";

const root = join(import.meta.dirname, "../../..");
const shots = process.argv[2] ?? join(root, "docs/screens");
const folder = mkdtempSync(join(tmpdir(), "holdfast-screens-"));
const account = "sam@example.org";
mkdirSync(shots, { recursive: true });

async function shoot(seat: Seat, name: string): Promise<void> {
  await seat.page.evaluate(() => document.fonts.ready);
  // Nothing is under the pointer.
  await seat.page.mouse.move(0, 0);
  await seat.page.screenshot({ path: join(shots, `${name}.png`) });
}

const outDir = join(folder, "app");
await build({ root: join(root, "apps/web"), logLevel: "error", build: { outDir, emptyOutDir: true } });
const app = await readWebApp(outDir);
const listen = { host: "127.0.0.1", port: 0 };
const server = await startServer({ listen, dataDir: join(folder, "server"), signup: "open", web: () => app, log: () => {} });

const sit = (name: string, options: Partial<SeatOptions> = {}): Promise<Seat> =>
  Seat.take({ profile: join(folder, name), url: server.url, ...options });

/** The device that made the vault, beside those in the pictures. */
async function firstDevice(): Promise<Client> {
  const name = accountName(account);
  if (name === null) throw new Error("The account has a name.");
  const home = await openNodeHome(join(folder, "first"));
  const made = await signUp(home, { origin: server.url, account: name, password: mainPassword, deviceName: "Laptop" });
  if (!made.ok) throw new Error(`The account could not be made: ${made.error.type}`);
  await made.value.addMany(seedVault(412, 7));
  await made.value.synchronize();
  return made.value;
}

/** An item that has much to show: a favorite login with a one-time code. */
async function richItem(client: Client): Promise<{ readonly id: string; readonly title: string }> {
  for (const { id, item } of await client.items()) {
    const has = (path: string): boolean => current(item, path) !== null && item.fields.has(path);
    if (item.kind !== "login" || !has("totp") || !has("username") || !/^[ -~\n]+$/.test(String(current(item, "note")))) continue;
    return { id, title: String(current(item, "title")) };
  }
  throw new Error("No item of the seed has a one-time code.");
}

async function windowsOf(seat: Seat, tone: string): Promise<void> {
  await seat.status.click();
  await seat.dialog("Synchronization").locator(".log li").first().waitFor();
  await shoot(seat, `synchronization-${tone}`);
  await seat.page.keyboard.press("Escape");
  await seat.menu("Settings");
  await seat.dialog("Settings").waitFor();
  await shoot(seat, `settings-${tone}`);
  await seat.page.keyboard.press("Escape");
  await seat.menu("Password generator");
  await seat.dialog("Password generator").getByRole("button", { name: "Copy password" }).waitFor();
  await shoot(seat, `generator-${tone}`);
  await seat.page.keyboard.press("Escape");
}

async function wideTour(laptop: Client, secretKey: string, tone: "light" | "dark"): Promise<void> {
  const seat = await sit(`wide-${tone}`, { dark: tone === "dark" });
  await seat.button("Create account").waitFor();
  await shoot(seat, `first-start-${tone}`);
  await seat.signIn(account, secretKey);
  await seat.upToDate();
  await seat.button("Dismiss").first().click();
  const { id, title } = await richItem(laptop);
  await seat
    .option(new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`))
    .or(seat.page.getByRole("searchbox"))
    .first()
    .waitFor();
  await seat.page.getByRole("searchbox", { name: "Search" }).fill(title);
  await seat.option(/./).first().click();
  await seat.button("Edit").waitFor();
  await seat.page.getByRole("searchbox", { name: "Search" }).fill("");
  await seat.page.locator(".code, .ring").first().waitFor();
  await shoot(seat, `main-${tone}`);
  await seat.button("Edit").click();
  await seat.box("Title").waitFor();
  await shoot(seat, `edit-${tone}`);

  // Two devices change one field before they hear of each other.
  await seat.context.setOffline(true);
  await seat.box("Username").fill(tone === "light" ? "sam.in.the.train" : "sam.in.the.bus");
  await seat.button("Save").click();
  await seat.page.getByText("Not sent yet").first().waitFor();
  await seat.button(/^Synchronization: Offline/).waitFor();
  await shoot(seat, `waiting-${tone}`);
  await laptop.edit(id, new Map([["username", tone === "light" ? "sam.at.home" : "sam.at.work"]]));
  await laptop.synchronize();
  await seat.context.setOffline(false);
  await seat.page.getByRole("region", { name: /changed in two places/ }).waitFor();
  await shoot(seat, `conflict-${tone}`);
  await seat.button("Keep this one").first().click();
  await seat.page.getByRole("region", { name: /changed in two places/ }).waitFor({ state: "detached" });
  await seat.button(/^History/).click();
  await seat.page.locator(".past li").first().waitFor();
  await shoot(seat, `history-${tone}`);
  await seat.upToDate();
  await seat.button(/earlier$/).click();
  while ((await seat.button("Dismiss").count()) > 0) await seat.button("Dismiss").first().click();
  await windowsOf(seat, tone);
  await seat.page.getByRole("link", { name: "Password check" }).click();
  await seat.page.getByRole("heading", { name: /Weak/ }).waitFor();
  await shoot(seat, `check-${tone}`);
  await seat.lock();
  await shoot(seat, `locked-${tone}`);
  await seat.leave();
}

async function phoneTour(secretKey: string, tone: "light" | "dark"): Promise<void> {
  const seat = await sit(`phone-${tone}`, { dark: tone === "dark", size: "phone" });
  await seat.signIn(account, secretKey);
  await seat.upToDate();
  await seat.button("Dismiss").first().click();
  await shoot(seat, `phone-list-${tone}`);
  await seat.option(/./).nth(4).click();
  await seat.button("Edit").waitFor();
  await shoot(seat, `phone-item-${tone}`);
  await seat.button("Back").click();
  await seat.status.click();
  await seat.dialog("Synchronization").locator(".log li").first().waitFor();
  await shoot(seat, `phone-synchronization-${tone}`);
  await seat.leave();
}

async function emptyTour(): Promise<void> {
  const seat = await sit("empty");
  await seat.button("Create account").click();
  const form = seat.page.getByRole("form", { name: "Create account" });
  await seat.box("Account", form).fill("new@example.org");
  await seat.box("Main password", form).fill(mainPassword);
  await seat.box("Repeat main password", form).fill(mainPassword);
  await seat.page.getByRole("meter").or(form.locator(".good")).first().waitFor();
  await shoot(seat, "create-account-light");
  await seat.button("Create account", form).click();
  await seat.dialog("Emergency kit").getByText(/^HF1-/).first().waitFor();
  await shoot(seat, "kit-light");
  await seat.keepKit();
  await seat.inside();
  await shoot(seat, "empty-light");
  await seat.leave();
}

try {
  const laptop = await firstDevice();
  const { secretKey } = await laptop.kit();
  for (const tone of ["light", "dark"] as const) {
    await wideTour(laptop, secretKey, tone);
    await phoneTour(secretKey, tone);
  }
  const tablet = await sit("tablet", { size: "tablet" });
  await tablet.signIn(account, secretKey);
  await tablet.upToDate();
  await tablet.button("Dismiss").first().click();
  await tablet.option(/./).nth(3).click();
  await tablet.button("Edit").waitFor();
  await shoot(tablet, "tablet-light");
  await tablet.leave();
  await emptyTour();
  await laptop.close();
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
