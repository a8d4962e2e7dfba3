// What was typed and not saved, and the tabs of one browser: through locks, crashes, changes of others, and the end of the tab that held the vault.

import { expect, it } from "vitest";
import { room, soon, twoDevices } from "../support/sit.ts";

const account = "kim@example.org";

it("a draft outlives a lock and a killed browser, and says what others changed meanwhile", async () => {
  const { sit, laptop, other } = await twoDevices(account);

  await laptop.button("Edit").click();
  await laptop.box("Username").fill("typed and not saved");
  await laptop.lock();
  await laptop.unlock();
  await laptop.choose("Bank, kim");
  await laptop.page.getByText("You have unsaved changes here").waitFor();
  await laptop.leave();

  const again = await sit("laptop");
  await again.unlock();
  await again.button(/Continue with “Bank”/).click();
  expect(await again.box("Username").inputValue()).toBe("typed and not saved");
  await again.page.getByText("This is your draft").waitFor();

  await other.choose("Bank, kim");
  await other.button("Edit").click();
  await other.box("Username").fill("from the other");
  await other.button("Save").click();
  await again.page.getByText("Username changed on").first().waitFor();
  await again.page.getByText("the other one stays in the history").waitFor();
  await again.button("Save").click();
  await again.option("Bank, typed and not saved").waitFor();
  await again.page.getByText("that value is in the history").waitFor();
  await other.option("Bank, typed and not saved").waitFor();
  expect(await again.page.getByText("unsaved").count()).toBe(0);
});

it("leaving a form keeps it, discarding it can be taken back, and starting over shows the item as it is", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim" });
  await laptop.begin("Note");
  await laptop.box("Title").fill("Half a thought");
  await laptop.option("Bank, kim").click();
  await laptop.page.getByText("What you typed for Half a thought is kept as a draft").waitFor();
  await laptop.button(/Continue with “Half a thought”/).click();
  await laptop.box("Note").fill("the other half");
  await laptop.button("Cancel").click();
  await laptop.page.getByText("Your changes were discarded").waitFor();
  await laptop.button("Undo").click();
  expect(await laptop.box("Note").inputValue()).toBe("the other half");
  await laptop.button("Save").click();
  await laptop.choose(/Half a thought/);
  await laptop.page.getByText("the other half").first().waitFor();

  await laptop.choose("Bank, kim");
  await laptop.button("Edit").click();
  await laptop.box("Username").fill("no");
  await laptop.option(/Half a thought/).click();
  await laptop.choose("Bank, kim");
  await laptop.button("Continue editing").click();
  expect(await laptop.box("Username").inputValue()).toBe("no");
  await laptop.button("Start over").click();
  await soon(() => laptop.box("Username").inputValue()).toBe("kim");
});

it("tabs share one vault: one engine, the same list, one lock; and the next goes on where the first is closed", async () => {
  const { sit } = await room();
  const first = await sit("laptop");
  await first.createAccount(account);
  const second = await first.tab();
  await second.inside();
  await second.add("Login", { Title: "From the second tab", Username: "kim" });
  await first.option("From the second tab, kim").waitFor();
  await first.add("Login", { Title: "From the first tab", Username: "kim" });
  await second.option("From the first tab, kim").waitFor();
  const locks = (): Promise<readonly string[]> =>
    second.page.evaluate(async () => ((await navigator.locks.query()).held ?? []).map(({ name }) => name ?? ""));
  expect((await locks()).filter((name) => name === "holdfast device")).toHaveLength(1);

  await second.lock();
  await first.button("Unlock").waitFor();
  await first.unlock();
  await second.inside();

  await second.begin("Note");
  await second.box("Title").fill("Typed while the holder goes");
  await first.page.close();
  await second.page.getByText("The tab that held your vault open was closed").waitFor();
  await second.unlock();
  await second.option("From the first tab, kim").waitFor();
  expect(await second.box("Title").inputValue()).toBe("Typed while the holder goes");
  await second.button("Save").click();
  await second.option("Typed while the holder goes").waitFor();
  await second.upToDate();
  expect(await second.option(/./).count()).toBe(3);
});
