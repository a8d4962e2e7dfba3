// web N: the windows over a vault of N items in a real Chromium, by the browser's own measurements: what a first visit loads, how soon the
// vault is usable once its keys are open, how evenly the list scrolls, what synchronizing keeps from the page, and how soon an edit in one
// profile shows in another.

import { get } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@holdfast/core";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import type { Page } from "playwright-core";
import type { Work } from "./work.ts";
import { barePages } from "./world/bare-pages.ts";
import { type Browser, longestFrame, longestTask, openBrowser, timeBetween } from "./world/browser.ts";
import { benchAccount, benchPassword, seededDevice, synchronized } from "./world/devices.ts";
import { startServer } from "./world/processes.ts";
import { inTime, relayFloor } from "./world/relay.ts";

const scriptBytes = 250 * 1_024;
const usableMs = 1_000;
/** Of a frame or a task. */
const smoothMs = 50;
const editsARun = 4;
/** Above the second for which further changes are gathered. */
const restMs = 1_100;

export const web: Work = {
  name: "web",
  about: "the windows in a browser: first load, usable after unlock, scrolling, synchronizing, an edit from profile to profile",
  sizes: [1_000, 10_000],
  run: async ({ n, runs, folder, quick }) => {
    const server = await startServer(join(folder, "server"), { web: true });
    const open: Browser[] = [];
    try {
      const { client } = await seededDevice(folder, server.url, n);
      const { secretKey } = await client.kit();
      const sit = async (name: string): Promise<Browser> => {
        const browser = await openBrowser(join(folder, name), server.url);
        open.push(browser);
        return browser;
      };
      const one = await sit("first");
      const first = one.page;
      const loaded = await loadedBytes(first);
      const tasks = [await signIn(first, secretKey, n)];
      const usable: number[] = [];
      const frames: number[] = [];
      for (let turn = 0; turn < runs; turn++) {
        usable.push(await unlockOnce(first, n));
        frames.push(await longestFrame(first));
      }
      const other = await sit("second");
      const second = other.page;
      tasks.push(await signIn(second, secretKey, n));
      const floor = await relayFloor(folder);
      const bare = await barePages([one, other], floor);
      const edits: number[] = [];
      const floorMs: number[] = [];
      const bareMs: number[] = [];
      await Promise.all([first.bringToFront(), second.bringToFront()]);
      await openItem(first);
      await openItem(second);
      for (let edit = 0; edit < (quick ? 2 : runs * editsARun); edit++) {
        await sleep(restMs);
        floorMs.push(await floor.run());
        bareMs.push(await bare.run());
        edits.push(await editOnce(first, second, `user-${edit}-${n}`));
      }
      await bare.close();
      await floor.stop();
      tasks.push(await longestWhileThousandArrive(client, first, n));
      await client.close();
      const bounded = (measured: readonly number[], bound: number) => ({
        n,
        measured,
        floor: measured.map(() => bound),
        bound: { most: 1 },
      });
      return [
        { name: "web load", unit: "bytes", ...bounded([loaded], scriptBytes) },
        { name: "web usable", unit: "ms", ...bounded(usable, usableMs) },
        { name: "web frame", unit: "ms", ...bounded(frames, smoothMs) },
        { name: "web task", unit: "ms", ...bounded(tasks, smoothMs) },
        { name: "web bare", n, unit: "ms", measured: bareMs, floor: floorMs, bound: { most: 2 } },
        { name: "web propagate", n, unit: "ms", measured: edits, floor: floorMs, bound: { most: 2 } },
      ];
    } finally {
      for (const { context } of open) await context.close();
      await server.stop();
    }
  },
};

/** Scripts of a first visit, the worker's with them, as they come over https. */
async function loadedBytes(page: Page): Promise<number> {
  await page.getByRole("button", { name: "Create account" }).waitFor();
  const names = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  const scripts = names.filter((name) => new URL(name).pathname.endsWith(".js"));
  const sizes = await Promise.all(scripts.map(compressedSize));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Browsers ask for brotli over https alone. */
const compressedSize = (address: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(address, { headers: { "accept-encoding": "br" } }, (answer) => {
      let size = 0;
      answer.on("data", (piece: Buffer) => {
        size += piece.length;
      });
      answer.on("end", () => resolve(size));
    }).on("error", reject);
  });

const listed = (n: number): string => `[role=option][aria-setsize="${n}"]`;

/** The longest task of the page while the vault is restored, in milliseconds. */
async function signIn(page: Page, secretKey: string, n: number): Promise<number> {
  await page.getByRole("button", { name: "Sign in" }).click();
  const form = page.getByRole("form", { name: "Sign in" });
  await form.getByLabel("Account", { exact: true }).fill(benchAccount);
  await form.getByLabel("Main password", { exact: true }).fill(benchPassword);
  await form.getByLabel("Secret Key", { exact: true }).fill(secretKey);
  await longestTask(page);
  await form.getByRole("button", { name: "Sign in" }).click();
  await page.locator(listed(n)).first().waitFor();
  await page.getByRole("button", { name: /^Synchronization: Up to date/ }).waitFor();
  return longestTask(page);
}

/** The longest task of the page while another device adds a thousand items and they arrive. */
async function longestWhileThousandArrive(from: Client, page: Page, n: number): Promise<number> {
  await page.getByRole("link", { name: "All items" }).click();
  await page.locator(listed(n)).first().waitFor();
  await longestTask(page);
  await synchronized(from);
  await from.addMany(seedVault(1_000, 2));
  await synchronized(from);
  await page
    .locator(listed(n + 1_000))
    .first()
    .waitFor();
  return longestTask(page);
}

/** From open keys until all N are in the list; the stretch of the password is the same for every N and not in it. */
async function unlockOnce(page: Page, n: number): Promise<number> {
  await page.reload();
  await page.getByLabel("Main password", { exact: true }).fill(benchPassword);
  const usable = timeBetween(page, "form[aria-label=Unlock]", listed(n));
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  return usable;
}

async function openItem(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Logins" }).click();
  await page.getByRole("listbox", { name: "Items" }).getByRole("option").first().click();
  await page.getByRole("button", { name: "Edit", exact: true }).waitFor();
}

async function editOnce(from: Page, to: Page, value: string): Promise<number> {
  await from.getByRole("button", { name: "Edit", exact: true }).click();
  await from.getByLabel("Username", { exact: true }).fill(value);
  const seen = to.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (!(document.querySelector("main")?.textContent ?? "").includes(wanted)) return;
          watcher.disconnect();
          resolve(performance.timeOrigin + performance.now());
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document, { subtree: true, childList: true, characterData: true });
        look();
      }),
    value,
  );
  const begin = await from.evaluate(() => {
    const save = [...document.querySelectorAll("button[type=submit]")].find((button) => button.textContent?.includes("Save"));
    const now = performance.timeOrigin + performance.now();
    if (save instanceof HTMLElement) save.click();
    return now;
  });
  return (await inTime("The edit", seen)) - begin;
}
