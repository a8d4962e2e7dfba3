// By keys alone: from the corner that tells of a server which lost something, to the way out.

import { it } from "vitest";
import { Keys } from "../support/keys.ts";
import { putBack } from "../support/put-back.ts";
import { room } from "../support/sit.ts";

it("finds its way from the corner to healing, and back", async () => {
  const { server, path, sit } = await room();
  const laptop = await sit("laptop", { size: "tablet" });
  await laptop.createAccount("kim@example.org");
  await laptop.add("Login", { Title: "In the copy", Username: "kim" });
  await laptop.upToDate();
  await putBack({ server, path }, async () => {
    await laptop.add("Login", { Title: "After the copy", Username: "kim" });
    await laptop.sent("After the copy, kim");
  });
  await laptop.button(/^Synchronization: The server is behind/).waitFor();
  const keys = await Keys.of(laptop);
  await keys.press(/^Synchronization: The server is behind/);
  const window = laptop.dialog("Synchronization");
  await window.getByText("Ahead of the server").waitFor();
  await keys.press("See what can be done");
  await laptop.button("Heal", window).waitFor();
  await keys.around();
  await keys.press("Cancel");
  await keys.press("See what can be done");
  await laptop.button("Heal", window).waitFor();
  await keys.press("Heal");
  await laptop.page.getByText("Everything on this device is up to date.").waitFor();
  await keys.press("Check this device");
  await window.getByText("Every item is whole, and the server agrees.").waitFor();
  await keys.hit("Escape");
  await window.waitFor({ state: "detached" });
  await keys.comes(/^Synchronization: Up to date/);
});
