// Without a network, without a server, without the tab, without the storage: what a person typed is there, and they always know where it stands.

import { expect, it } from "vitest";
import { setupCode } from "../support/in-and-out.ts";
import { expectAccessible } from "../support/look.ts";
import { listenOf, serve } from "../support/program.ts";
import { emptied, putBack } from "../support/put-back.ts";
import { mainPassword } from "../support/seat.ts";
import { room } from "../support/sit.ts";

const account = "kim@example.org";

it("edits made offline wait under a mark, and go out by themselves when the network is back", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim" });
  await laptop.upToDate();
  const phone = await sit("phone", { size: "phone" });
  await phone.signIn(account, secretKey);

  // The device's own name has gone out, and the app itself lies on the device.
  await phone.page.getByText("Your vault is back").waitFor();
  await phone.upToDate();
  await phone.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await phone.context.setOffline(true);
  await phone.choose("Bank, kim");
  await phone.button("Edit").click();
  await phone.box("Username").fill("kim.offline");
  await phone.button("Save").click();
  await phone.page.getByText("Not sent yet").first().waitFor();
  await phone.toList();
  await phone.add("Note", { Title: "Written in the train" });
  await phone.toList();
  await phone.button(/^Synchronization: .*2 changes waiting/).waitFor();
  // Also a new start needs no network: the app itself lies on the device.
  await phone.page.reload();
  await phone.unlock();
  await phone.option("Bank, kim.offline").waitFor();
  // A reader is told of the mark as well.
  await phone.page.getByRole("option", { name: "Bank, kim.offline", description: "Not sent yet", exact: true }).waitFor();
  await phone.button(/^Synchronization: Offline.*2 changes waiting/).waitFor();
  await phone.status.click();
  await phone.dialog("Synchronization").getByText("can't reach the server").waitFor();
  await phone.page.keyboard.press("Escape");

  await phone.context.setOffline(false);
  await laptop.option("Bank, kim.offline").waitFor();
  await laptop.option("Written in the train").waitFor();
  await phone.upToDate();
  expect(await phone.page.getByText("Not sent yet").count()).toBe(0);
});

it("a server that is killed and started again loses nothing, and the windows come back to it by themselves", async () => {
  const { server, path, sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Before", Username: "kim" });
  await laptop.upToDate();
  await server.kill();
  await laptop.add("Login", { Title: "While it was down", Username: "kim" });
  await laptop.button(/^Synchronization: Offline.*1 change waiting/).waitFor();
  await serve(path("server"), { web: true, listen: listenOf(server.url) });
  await laptop.upToDate();
  const phone = await sit("phone");
  await phone.signIn(account, secretKey);
  await phone.option("Before, kim").waitFor();
  await phone.option("While it was down, kim").waitFor();
});

it("a tab that is closed in the middle of a save keeps what was typed: saved, or as a draft", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  await laptop.createAccount(account);
  await laptop.begin("Login");
  await laptop.box("Title").fill("Half saved");
  await laptop.box("Password").fill("typed just before the end");
  await Promise.all(
    [laptop.page.getByRole("button", { name: "Save" }).click({ noWaitAfter: true }), laptop.page.close()].map((step) =>
      step.catch(() => {}),
    ),
  );
  const again = await laptop.tab();
  await again.unlock();
  const saved = again.option("Half saved");
  const draft = again.page.getByText("Continue with “Half saved”");
  await saved.or(draft).first().waitFor();
  if ((await saved.count()) === 0) {
    await draft.click();
    await again.box("Title").waitFor();
    await again.button("Save").click();
  } else await saved.click();
  await again.button("Show password").click();
  await again.page.getByText("typed just before the end").waitFor();
});

it("storage that the browser throws away comes back whole by signing in", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim", Password: "everything is back" });
  await laptop.upToDate();
  await laptop.page.goto("about:blank");
  const client = await laptop.context.newCDPSession(laptop.page);
  const { origin } = new URL(laptop.url);
  await client.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await laptop.open();
  await laptop.signIn(account, secretKey);
  await laptop.page.getByText("Your vault is back").waitFor();
  await laptop.choose("Bank, kim");
  await laptop.button("Show password").click();
  await laptop.page.getByText("everything is back").waitFor();
  expect(await laptop.option(/./).count()).toBe(1);
});

it("a server that an older copy was put back on is told, and healed with what this device has", async () => {
  const { server, path, sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "In the copy", Username: "kim" });
  await laptop.upToDate();
  await putBack({ server, path }, async () => {
    await laptop.add("Login", { Title: "After the copy", Username: "kim" });
    await laptop.sent("After the copy, kim");
  });

  await laptop.button(/^Synchronization: The server is behind/).waitFor();
  await laptop.option("After the copy, kim").waitFor();
  await laptop.status.click();
  const dialog = laptop.dialog("Synchronization");
  await dialog.getByText("Ahead of the server").waitFor();
  await laptop.button("See what can be done", dialog).click();
  await laptop.button("Heal", dialog).waitFor();
  await expectAccessible(laptop, "Healing");
  await laptop.button("Heal", dialog).click();
  await laptop.page.keyboard.press("Escape");
  await laptop.upToDate();
  const phone = await sit("phone");
  await phone.signIn(account, secretKey);
  await phone.option("In the copy, kim").waitFor();
  await phone.option("After the copy, kim").waitFor();
});

it("a server that was emptied gets the account and everything back from this device, once the person says so", async () => {
  const { server, path, sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim" });
  await laptop.upToDate();
  await emptied({ server, path });
  await laptop.button(/^Synchronization: Sign in to synchronize/).waitFor();
  await laptop.status.click();
  const dialog = laptop.dialog("Synchronization");
  await dialog.getByText("Was the server emptied or replaced?").waitFor();
  await dialog.getByRole("listitem").filter({ hasText: "This device" }).getByText("Sign in to synchronize").waitFor();
  await laptop.button("See what can be done", dialog).click();
  await laptop.button("Heal", dialog).click();
  await laptop.upToDate();
  const phone = await sit("phone");
  await phone.signIn(account, secretKey);
  await phone.option("Bank, kim").waitFor();
});

it("says why a restore was not kept", async () => {
  const { server, path, sit } = await room();
  const laptop = await sit("laptop");
  await laptop.createAccount(account);
  await laptop.upToDate();
  let code = "";
  await putBack({ server, path }, async () => {
    await laptop.add("Login", { Title: "After the copy", Username: "kim" });
    await laptop.sent("After the copy, kim");
    code = await setupCode(laptop);
  });
  const phone = await sit("phone");
  await phone.button("Use a setup code").click();
  const form = phone.page.getByRole("form", { name: "Use a setup code" });
  await phone.box("Setup code", form).fill(code);
  await phone.box("Main password", form).fill(mainPassword);
  await phone.button("Use a setup code", form).click();
  await phone.page
    .getByRole("alert")
    .getByText(/does not verify/)
    .waitFor();
  await phone.button("Use a setup code").first().waitFor();
});
