// The client in real browsers, under the headers of the web app: two profiles are two devices against the real server. What a window will
// stand on: durable, held keys, synchronization by itself, and everything back where the browser has thrown it away.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWebApp, startServer } from "@holdfast/server";
import type { BrowserContext, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { InPage } from "./browser/page.ts";
import { openProfile } from "./support/chromium.ts";

declare const page: InPage;

const password = "correct horse battery staple";
const folder = mkdtempSync(join(tmpdir(), "holdfast-browser-"));
const requested = new Set<string>();
const open = new Set<BrowserContext>();
let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  const outDir = join(folder, "app");
  await build({ root: join(import.meta.dirname, "browser"), logLevel: "error", build: { outDir, modulePreload: false } });
  const app = await readWebApp(outDir);
  const listen = { host: "127.0.0.1", port: 0 };
  server = await startServer({ listen, dataDir: join(folder, "server"), signup: "open", web: () => app, log: () => {} });
});
afterAll(async () => {
  for (const context of open) await context.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

async function start(profile: string): Promise<Page> {
  const context = await openProfile(join(folder, profile));
  open.add(context);
  context.on("close", () => open.delete(context));
  context.on("request", (request) => requested.add(new URL(request.url()).origin));
  const tab = context.pages()[0] ?? (await context.newPage());
  await tab.goto(server.url);
  return tab;
}

it("[K9] [P1] [S1] two browsers are two devices of one vault, and what is kept outlives the browser", async () => {
  const laptop = await start("laptop");
  expect(await laptop.evaluate((given) => page.signUp("kim@example.org", given), password)).toBe("open");
  const id = await laptop.evaluate(() => page.add("Made in a browser"));
  expect(await laptop.evaluate(() => page.synchronize())).toBe("quiet");
  const kit = await laptop.evaluate(() => page.kit());

  const phone = await start("phone");
  const taken = await phone.evaluate(([code, given]) => page.useSetupCode(code, given), [kit.setupCode, password] as const);
  expect(taken).toBe("open");
  expect(await phone.evaluate(() => page.titles())).toEqual(["Made in a browser"]);

  // An edit on one shows on the other by itself.
  await laptop.evaluate(() => page.goLive());
  await phone.evaluate((item) => page.rename(item, "Renamed on the phone"), id);
  expect(await phone.evaluate(() => page.synchronize())).toBe("quiet");
  await expect.poll(() => laptop.evaluate(() => page.titles()), { timeout: 60_000 }).toEqual(["Renamed on the phone"]);

  // The browser ends and begins again: the key in the profile opens what lies there.
  await laptop.context().close();
  const again = await start("laptop");
  expect(await again.evaluate(() => page.unlock("not the main password"))).toBe("wrong-secrets");
  expect(await again.evaluate((given) => page.unlock(given), password)).toBe("open");
  expect(await again.evaluate(() => page.titles())).toEqual(["Renamed on the phone"]);

  // A script in the page finds no key that it could carry away.
  const carried = await again.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open("holdfast");
      request.onsuccess = () => resolve(request.result);
    });
    const kept = await new Promise<{ key: CryptoKey }>((resolve) => {
      const request = database.transaction("device").objectStore("device").get("secret-key");
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return crypto.subtle.exportKey("raw", kept.key).then(
      () => "exported",
      (failure: DOMException) => failure.name,
    );
  });
  expect(carried).toBe("InvalidAccessError");

  // The browser throws everything away: it is a fresh device, and signing in brings all of it back.
  await phone.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
  });
  await phone.reload();
  expect(await phone.evaluate((given) => page.unlock(given), password)).toBe("not-signed-in");
  expect(await phone.evaluate(([code, given]) => page.useSetupCode(code, given), [kit.setupCode, password] as const)).toBe("open");
  expect(await phone.evaluate(() => page.titles())).toEqual(["Renamed on the phone"]);

  expect([...requested]).toEqual([server.url]);
});

it("[C20] [attack 88, 89] the page takes no markup from text, makes no worker and no policy but its own, and reaches nobody else's server", async () => {
  const tab = await start("attacked");
  const tried = await tab.evaluate(async () => {
    const named = (work: () => unknown): string => {
      try {
        work();
        return "done";
      } catch (failure) {
        return failure instanceof Error ? failure.name : "thrown";
      }
    };
    // A name that nobody has fails without a policy as well: what refuses says so itself.
    const refusedBy = (address: string): Promise<string> =>
      new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
          if (blockedURI === address) resolve(effectiveDirective);
        });
        fetch(address).catch(() => setTimeout(resolve, 5_000, "no policy"));
      });
    const inline = document.createElement("div");
    return {
      markup: named(() => {
        inline.innerHTML = "<img src=x onerror=alert(1)>";
      }),
      worker: named(() => new Worker("/page.js")),
      policy: named(() => Reflect.get(globalThis, "trustedTypes").createPolicy("other", {})),
      fetched: await refusedBy("https://example.invalid/"),
    };
  });
  expect(tried).toEqual({ markup: "TypeError", worker: "TypeError", policy: "TypeError", fetched: "connect-src" });
  expect([...requested].filter((origin) => origin !== server.url)).toEqual([]);
});
