// By keys alone: a second device signs in, what two devices changed is settled, and what was is brought back.

import { expect, it } from "vitest";
import { Keys } from "../support/keys.ts";
import { mainPassword } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

const account = "kim@example.org";

it("signs in with the Secret Key, settles a conflict, restores from the history and takes back", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim", Password: "first" });
  await laptop.upToDate();

  const other = await sit("other", { size: "tablet" });
  await other.button("Create account").waitFor();
  const keys = await Keys.of(other);
  await keys.press("Sign in");
  await keys.comes("Account");
  await keys.type(account);
  await keys.fill("Main password", mainPassword);
  await keys.fill("Secret Key", secretKey);
  await keys.hit("Enter");
  await other.option("Bank, kim").waitFor();

  await other.context.setOffline(true);
  await keys.hit("Control+k");
  await keys.comes("Search");
  await keys.type("bank");
  await keys.hit("ArrowDown");
  await keys.comes("Items");
  await keys.hit("ArrowDown");
  await keys.hit("Enter");
  await other.page.getByRole("heading", { level: 1, name: "Bank" }).waitFor();
  await keys.press("Edit");
  await keys.comes("Edit Bank");
  await keys.fill("Password", "from the other");
  await keys.hit("Enter");
  await keys.comes("Bank");
  await laptop.button("Edit").click();
  await laptop.box("Password").fill("from the laptop");
  await laptop.button("Save").click();
  await laptop.upToDate();
  await other.context.setOffline(false);

  const section = other.page.getByRole("region", { name: "Password: changed in two places" });
  await section.waitFor();
  await keys.around();
  // Two buttons of one name: a reader tells whose value each keeps.
  expect(await section.getByRole("button", { name: "Keep this one", description: / · / }).count()).toBe(2);
  await keys.to("Keep this one");
  const kept = section.locator(".choice").filter({ hasText: "from the laptop" });
  if ((await kept.locator(":focus").count()) === 0) {
    await keys.hit("Tab");
    await keys.to("Keep this one");
  }
  expect(await kept.locator(":focus").count()).toBe(1);
  await keys.hit("Enter");
  await section.waitFor({ state: "detached" });
  await keys.comes("Bank");
  await keys.press("Show password");
  await other.page.getByText("from the laptop").waitFor();
  await laptop.page.getByRole("region", { name: "Password: changed in two places" }).waitFor({ state: "detached" });

  await keys.press(/^History/);
  await other.page.getByRole("heading", { name: "History of Bank" }).waitFor();
  await keys.comes("History of Bank");
  await keys.around();
  await keys.press("Restore this password");
  await other.page.getByText("Password restored").waitFor();
  await soon(() => keys.here()).not.toBe("");
  await keys.press("Undo");
  await other.page.getByText("Taken back").waitFor();
  await soon(() => keys.here()).not.toBe("");
  await keys.press("Back", { by: "Shift+Tab" });
  await keys.comes("Bank");

  // What comes from elsewhere is taken back by a key as well.
  await laptop.button("Edit").click();
  await laptop.box("Username").fill("sam");
  await laptop.button("Save").click();
  await other.page.getByText("Username of Bank changed on").waitFor();
  await keys.press("Undo");
  await laptop.option("Bank, kim").waitFor();
  await keys.comes(/^History/);
});
