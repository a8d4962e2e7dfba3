// An "Undo" that would take much of the vault away asks first, and what was not taken back still can be.

import { expect, it } from "vitest";
import { room } from "../support/sit.ts";

it("asks before the undo of a restore of many, keeps the way back where the answer is no, and asks nothing of one item", async () => {
  const { sit } = await room();
  const seat = await sit("laptop");
  await seat.createAccount("kim@example.org");
  for (const title of ["One", "Two", "Three"]) await seat.add("Note", { Title: title });
  await seat.button("Select several").click();
  await seat.option("One").click();
  await seat.option("Two").click();
  await seat.button("Delete", seat.page.getByRole("toolbar")).click();
  const asked = seat.page.getByRole("alertdialog", { name: "Move 2 items to the trash?" });
  await seat.button("Move to trash", asked).click();
  await seat.page.getByText("2 items moved to the trash").waitFor();
  await seat.page.getByRole("link", { name: "Trash" }).click();
  await seat.button("Select several").click();
  await seat.button("Select all").click();
  await seat.button("Restore", seat.page.getByRole("toolbar")).click();
  const restored = seat.page.getByText("2 items restored");
  await restored.waitFor();

  await seat.button("Undo").click();
  await asked.getByText("That is 2 of the 3 items of this vault").waitFor();
  await seat.button("Cancel", asked).click();
  await asked.waitFor({ state: "detached" });
  await seat.page.getByRole("link", { name: "All items" }).click();
  await seat.option("One").waitFor();
  await restored.waitFor();
  await seat.button("Undo").click();
  await seat.button("Move to trash", asked).click();
  await seat.option("One").waitFor({ state: "detached" });
  await seat.page.getByText("Taken back").waitFor();
  // Taking that back brings them here again: nothing shrinks, and nothing is asked.
  await seat.button("Undo").click();
  await seat.option("One").waitFor();

  await seat.choose("Three");
  await seat.button("Delete").click();
  await seat.button("Undo").first().click();
  await seat.option("Three").waitFor();
  expect(await asked.count()).toBe(0);
});
