// Takes the pictures that the documentation shows, by a real browser over a real server with a made-up vault: `npm run screens`. Everything in
// them is made up, and the same seed gives the same vault.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signUp } from "@holdfast/core";
import { openNodeHome } from "@holdfast/core/adapters/node-home";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import { accountName } from "@holdfast/protocol";
import { readWebApp, startServer } from "@holdfast/server";
import { build } from "vite";
import { mainPassword, Seat, type SeatOptions } from "./seat.ts";

const root = join(import.meta.dirname, "../../..");
const shots = process.argv[2] ?? join(root, "docs/screens");
const folder = mkdtempSync(join(tmpdir(), "holdfast-screens-"));
mkdirSync(shots, { recursive: true });

const outDir = join(folder, "app");
await build({ root: join(root, "apps/web"), logLevel: "error", build: { outDir, emptyOutDir: true } });
const app = await readWebApp(outDir);
const listen = { host: "127.0.0.1", port: 0 };
const server = await startServer({ listen, dataDir: join(folder, "server"), signup: "open", web: () => app, log: () => {} });

const account = accountName("sam@example.org");
if (account === null) throw new Error("The account has a name.");
const made = await signUp(await openNodeHome(join(folder, "first")), {
  origin: server.url,
  account,
  password: mainPassword,
  deviceName: "Laptop",
});
if (!made.ok) throw new Error(`The account could not be made: ${made.error.type}`);
const laptop = made.value;
await laptop.addMany(seedVault(412, 7));
await laptop.synchronize();
const { secretKey } = await laptop.kit();

const sit = (name: string, options: Partial<SeatOptions> = {}): Promise<Seat> =>
  Seat.take({ profile: join(folder, name), url: server.url, ...options });
const shoot = async (seat: Seat, name: string): Promise<void> => {
  await seat.page.evaluate(() => document.fonts.ready);
  await seat.page.screenshot({ path: join(shots, `${name}.png`) });
};

for (const dark of [false, true]) {
  const tone = dark ? "dark" : "light";
  const wide = await sit(`wide-${tone}`, { dark });
  await shoot(wide, `first-start-${tone}`);
  await wide.button("Create account").click();
  await shoot(wide, `create-account-${tone}`);
  await wide.open();
  await wide.signIn("sam@example.org", secretKey);
  await wide.upToDate();
  await shoot(wide, `restored-${tone}`);
  await wide.page.getByRole("link", { name: /Favorites/ }).click();
  await wide.option(/./).first().click();
  await wide.button("Edit").waitFor();
  await wide.button("Dismiss").first().click();
  await shoot(wide, `main-${tone}`);
  await wide.button("Edit").click();
  await wide.box("Title").waitFor();
  await shoot(wide, `edit-${tone}`);
  await wide.button("Cancel").click();
  await wide.status.click();
  await wide.dialog("Synchronization").waitFor();
  await shoot(wide, `synchronization-${tone}`);
  await wide.page.keyboard.press("Escape");
  await wide.menu("Settings");
  await wide.dialog("Settings").waitFor();
  await shoot(wide, `settings-${tone}`);
  await wide.page.keyboard.press("Escape");
  await wide.menu("Password generator");
  await wide.dialog("Password generator").waitFor();
  await shoot(wide, `generator-${tone}`);
  await wide.page.keyboard.press("Escape");
  await wide.page.getByRole("link", { name: /Password check/ }).click();
  await wide.page.getByRole("heading", { name: "Password check" }).waitFor();
  await wide.page
    .getByText(/Used more than once/)
    .first()
    .waitFor();
  await shoot(wide, `check-${tone}`);
  await wide.lock();
  await shoot(wide, `locked-${tone}`);
  await wide.leave();

  const phone = await sit(`phone-${tone}`, { dark, size: "phone" });
  await phone.signIn("sam@example.org", secretKey);
  await phone.upToDate();
  await phone.button("Dismiss").first().click();
  await shoot(phone, `phone-list-${tone}`);
  await phone.option(/./).nth(2).click();
  await phone.button("Edit").waitFor();
  await shoot(phone, `phone-item-${tone}`);
  await phone.button("Back").click();
  await phone.status.click();
  await phone.dialog("Synchronization").waitFor();
  await shoot(phone, `phone-synchronization-${tone}`);
  await phone.leave();
}
const tablet = await sit("tablet", { size: "tablet" });
await tablet.signIn("sam@example.org", secretKey);
await tablet.upToDate();
await tablet.option(/./).nth(3).click();
await tablet.button("Edit").waitFor();
await shoot(tablet, "tablet-light");
await tablet.leave();

await laptop.close();
await server.close();
rmSync(folder, { recursive: true, force: true });
