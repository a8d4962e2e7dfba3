// The pseudo-language through every window: each text that a person sees comes from the catalogue, and the page is turned around with it.

import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { mainPassword, type Seat } from "../support/seat.ts";
import { room } from "../support/sit.ts";

/** Words of the page that do not come out of the catalogue, though they should: plain Latin letters outside what the person typed. */
async function hardWired({ page }: Seat, theirs: readonly string[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      if (node instanceof Element) {
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
          const value = node.getAttribute(name);
          if (value !== null) found.push(value);
        }
      } else if (node.parentElement?.closest("script, style, output.made") === null) found.push(node.textContent ?? "");
    }
    return found;
  });
  const left = texts.map((text) => theirs.reduce((rest, own) => rest.replaceAll(own, ""), text.replace(/⟦.*⟧/gs, "")));
  return [...new Set(left.filter((text) => /[A-Za-z]{3,}/.test(text)).map((text) => text.trim()))];
}

/** One that nobody can take, and one of which something is kept otherwise and something skipped, with a title and without. */
const files = {
  broken: "name,url,username,password,password\n",
  odd: "name,url,username,password\n,https://example.org/,octo,x\nGitHub,https://example.org/,octo,y\nGitHub,https://example.org/,octo,y\nz\n",
};

it("no window has a text of its own, and the page reads from the right", async () => {
  const { path, server, sit } = await room();
  const account = "sam-of-nowhere";
  const theirs = [
    account,
    server.url,
    new URL(server.url).host,
    "GitHub",
    "octo",
    "HFS1",
    "HF1",
    "Holdfast",
    "Chrome on Linux",
    "Ctrl K",
    "https://example.org",
    "example.org",
    "Apache License 2.0",
    "Latn",
    "en-XA",
  ];
  const seat = await sit("one", { language: "en-XA" });
  const { page } = seat;
  const seen: Record<string, readonly string[]> = {};
  const look = async (window: string): Promise<void> => {
    const found = await hardWired(seat, theirs);
    if (found.length > 0) seen[window] = found;
  };
  await page.getByRole("button").first().waitFor();
  expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual(["rtl", "en-XA"]);
  await look("first start");
  await page.getByRole("button").first().click();
  await page.getByRole("form").waitFor();
  await look("create account");
  const boxes = page.getByRole("form").locator("input");
  await boxes.nth(1).fill(account);
  await boxes.nth(2).fill(mainPassword);
  await boxes.nth(3).fill(mainPassword);
  await page.getByRole("form").locator("button[type=submit]").click();
  const kit = page.getByRole("dialog");
  await kit.getByText(/HF1-/).first().waitFor();
  // The key and the words of the kit's own code are the person's.
  const secretKey = (await kit.locator(".key").innerText()).replace(/\s/g, "");
  theirs.push(...secretKey.split("-"));
  await look("emergency kit");
  await kit.locator("form input").fill(secretKey.slice(secretKey.lastIndexOf("-") + 1));
  await kit.locator("form button[type=submit]").click();
  await page.locator(".list").waitFor();
  await look("main window, empty");
  await page.locator(".list-empty button").first().click();
  const form = page.getByRole("form");
  await form.locator("input").first().fill("GitHub");
  await form.locator("input").nth(1).fill("octo");
  await look("form");
  await form.locator("button[type=submit]").click();
  await page.locator(".item-head .acts").waitFor();
  await page.locator(".meta").waitFor();
  await look("item");
  await page.locator(".meta button").click();
  await page.locator(".past").waitFor();
  await look("history");
  await page.locator(".status").click();
  await page.getByRole("dialog").waitFor();
  await page.locator(".log li").first().waitFor();
  await look("synchronization");
  await page.keyboard.press("Escape");
  const menu = page.locator(".corner .btn");
  const entries = ["lock", "now", "generator", "settings", "about"];
  for (const [place, window] of entries.entries()) {
    if (place < 2) continue;
    await menu.click();
    await look("menu");
    await page.getByRole("menuitem").nth(place).click();
    await page.getByRole("dialog").waitFor();
    for (const tab of await page.getByRole("dialog").getByRole("tab").all()) {
      await tab.click();
      await look(`${window}, ${await tab.getAttribute("data-key")}`);
    }
    await look(window);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await menu.click();
  await page.getByRole("menuitem").nth(entries.indexOf("settings")).click();
  await page.getByRole("dialog").getByRole("tab").nth(4).click();
  await page.getByRole("tabpanel").getByRole("button").first().click();
  const body = page.getByRole("dialog").locator(".dialog-body");
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path(name), text);
    const chosen = page.waitForEvent("filechooser");
    await body.getByRole("button").first().click();
    await (await chosen).setFiles(path(name));
    await body.locator(name === "broken" ? "[role=alert]" : ".notes").waitFor();
    await look(`import, ${name} file`);
  }
  // A note, two that were skipped, and a sample of three: so there were sentences to look at.
  expect(await body.getByRole("listitem").count()).toBe(1 + 2 + 3);
  await body.getByRole("button").first().click();
  await body.getByRole("status").waitFor();
  await look("import, done");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await menu.click();
  await page.getByRole("menuitem").first().click();
  await page.locator(".lockcorner").waitFor();
  await look("locked");
  expect(seen).toEqual({});
});
