// Two builds of the app in tabs of one browser: one of them holds the vault, the other says so, and the person decides.

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { expectAccessible } from "../support/look.ts";
import type { Seat } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

const workers = /\/assets\/vault-worker-[\w-]+\.js$/;

/** From its next load on, this page is of another build: its worker bears another name, as one with other content does. */
async function ofAnotherBuild({ page }: Seat): Promise<void> {
  let name = "";
  await page.route(/\/assets\/index-[\w-]+\.js$/, async (route) => {
    const answer = await route.fetch();
    const script = await answer.text();
    name = /vault-worker-[\w-]+\.js/.exec(script)?.[0] ?? "";
    await route.fulfill({ response: answer, body: script.replaceAll(name, "vault-worker-another.js") });
  });
  await page.route(/\/assets\/vault-worker-another\.js$/, async (route) =>
    route.fulfill({ response: await route.fetch({ url: route.request().url().replace("vault-worker-another.js", name) }) }),
  );
  await page.reload();
}

const ownWorker = ({ page }: { readonly page: Page }): string | undefined =>
  page
    .workers()
    .find((worker) => workers.test(worker.url()))
    ?.url();

it("a tab of another build stands apart, takes the vault over when it is told to, and goes on by itself when the other is closed", async () => {
  const { sit } = await room();
  const old = await sit("laptop", { serviceWorker: false });
  await old.createAccount("kim@example.org");
  await old.add("Login", { Title: "Bank", Username: "kim" });
  await old.begin("Note");
  await old.box("Title").fill("Half a thought");
  await soon(() => old.page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name))).toContain(
    "holdfast device",
  );

  const fresh = await old.tab();
  await fresh.inside();
  await ofAnotherBuild(fresh);
  await fresh.page.getByRole("heading", { name: "Another version is open" }).waitFor();
  expect(ownWorker(fresh)).not.toBe(ownWorker(old));
  await expectAccessible(fresh, "another version");
  // One lock for both.
  const held = await fresh.page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name));
  expect(held?.filter((name) => name === "holdfast device")).toHaveLength(1);

  await fresh.button("Use it here").click();
  await fresh.unlock();
  await fresh.option("Bank, kim").waitFor();
  await old.page.getByRole("heading", { name: "Another version is open" }).waitFor();
  // What was typed there is a draft by now.
  await fresh.button(/Continue with “Half a thought”/).waitFor();
  await fresh.add("Login", { Title: "Shop", Username: "kim" });

  await fresh.page.close();
  await old.unlock();
  await old.option("Shop, kim").waitFor();
  await old.option("Bank, kim").waitFor();
});
