// The same field changed on two devices, and changes taken back: nothing is lost in any order, and the person sees both sides.

import { expect, it } from "vitest";
import { room, soon, twoDevices } from "../support/sit.ts";

const account = "kim@example.org";

it("shows both values of a field that two devices changed, keeps the chosen one everywhere and the other in the history", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim", Password: "first" });
  await laptop.upToDate();
  const other = await sit("other");
  await other.signIn(account, secretKey);

  await other.context.setOffline(true);
  await other.choose("Bank, kim");
  await other.button("Edit").click();
  await other.box("Password").fill("from the other");
  await other.button("Save").click();
  await other.button("Edit").waitFor();
  await laptop.button("Edit").click();
  await laptop.box("Favorite").check();
  await laptop.box("Password").fill("from the laptop");
  await laptop.button("Save").click();
  await laptop.upToDate();
  await other.context.setOffline(false);

  const section = other.page.getByRole("region", { name: "Password: changed in two places" });
  await section.waitFor();
  await section.getByText("from the other").waitFor();
  await section.getByText("from the laptop").waitFor();
  await laptop.page.getByRole("region", { name: "Password: changed in two places" }).waitFor();
  await laptop.button(/^Synchronization: 1 item changed in two places/).waitFor();
  await laptop.page.getByRole("link", { name: "Changed in two places" }).click();
  const described = { name: "Bank, kim", description: "Changed in two places, Favorite", exact: true };
  await laptop.page.getByRole("option", described).waitFor();
  await laptop.option("Bank, kim").click();

  // The one that lost by the clocks may be the one that is wanted.
  const sides = section.locator(".choice");
  await sides.filter({ hasText: "from the laptop" }).getByRole("button", { name: "Keep this one" }).click();
  await section.waitFor({ state: "detached" });
  await other.button("Show password").click();
  await other.page.getByText("from the laptop").waitFor();
  await laptop.page.getByRole("region", { name: "Password: changed in two places" }).waitFor({ state: "detached" });
  await other.button(/^History/).click();
  const past = other.page.getByRole("listitem").filter({ hasText: "Password" });
  const hidden = past.getByRole("button", { name: "Show password" });
  await hidden.first().waitFor();
  for (let left = await hidden.count(); left > 0; left--) {
    await hidden.first().click();
    await soon(() => hidden.count()).toBe(left - 1);
  }
  for (const value of ["from the other", "from the laptop", "first"]) await past.getByText(value).first().waitFor();
  await other.upToDate();
});

it("takes back every sort of change, also one that came from another device, and what was taken back", async () => {
  const { laptop, other } = await twoDevices(account);

  await laptop.button("Delete").click();
  await laptop.option("Bank, kim").waitFor({ state: "detached" });
  await other.page.getByText("Bank was moved to the trash on").waitFor();
  await other.button("Undo").click();
  await laptop.option("Bank, kim").click();
  await laptop.page.getByText("Bank was brought back from the trash on").waitFor();

  await laptop.button("Add to favorites").click();
  await laptop.button("Remove from favorites").waitFor();
  await laptop.button("Undo").click();
  await laptop.button("Add to favorites").waitFor();
  await laptop.page.getByText("Taken back").waitFor();
  await laptop.button("Undo").click();
  await laptop.button("Remove from favorites").waitFor();

  await laptop.button("Edit").click();
  await laptop.box("Username").fill("sam");
  await laptop.button("Save").click();
  await laptop.option("Bank, sam").waitFor();
  await laptop.button(/^History/).click();
  await laptop.button("Restore this username").click();
  await laptop.option("Bank, kim").waitFor();

  await laptop.page.getByRole("link", { name: "All items" }).click();
  await laptop.button("Select several").click();
  await laptop.option("Bank, kim").click();
  await laptop.button("Delete", laptop.page.getByRole("toolbar")).click();
  await laptop.option("Bank, kim").waitFor({ state: "detached" });
  await laptop.page.getByRole("link", { name: "Trash" }).click();
  await laptop.option("Bank, kim").click();
  await laptop.button("Restore").click();
  await laptop.option("Bank, kim").waitFor({ state: "detached" });
  await laptop.page.getByRole("link", { name: "All items" }).click();
  await laptop.option("Bank, kim").waitFor();
  expect(await laptop.option(/./).count()).toBe(1);
});
