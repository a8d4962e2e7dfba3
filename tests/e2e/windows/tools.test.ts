// Tools: the generator in place and alone, an import looked at, taken and taken back, exports behind the main password, the password check,
// and a setup code read by the camera.

import { readFileSync, writeFileSync } from "node:fs";
import { encode } from "uqr";
import { expect, it } from "vitest";
import { exporting, importing, setupCode } from "../support/in-and-out.ts";
import { mainPassword, type Seat } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

const account = "kim@example.org";

async function saved(seat: Seat): Promise<Buffer> {
  const download = seat.page.waitForEvent("download");
  await seat.button("Save the file").click();
  return readFileSync(await (await download).path());
}

it("makes passwords in place, imports with a preview and back, checks, and exports behind the main password", async () => {
  const { path, sit } = await room();
  const laptop = await sit("laptop");
  await laptop.createAccount(account);

  await laptop.begin("Login");
  await laptop.box("Title").fill("Bank");
  await laptop.button("Generate").click();
  const made = laptop.page.getByRole("status", { name: "Generated password", exact: true });
  await soon(async () => (await made.innerText()).length).toBeGreaterThanOrEqual(20);
  const password = (await made.innerText()).replace(/\s/g, "");
  await laptop.button("Use this password").click();
  expect(await laptop.box("Password").inputValue()).toBe(password);
  await laptop.button("Save").click();
  await laptop.button("Copy password").click();
  await laptop.page.getByText("It leaves the clipboard in 30 seconds").waitFor();
  expect(await laptop.page.evaluate(() => navigator.clipboard.readText())).toBe(password);

  const csv = path("chrome.csv");
  writeFileSync(
    csv,
    "name,url,username,password,note\nForum,https://forum.example.org/,kim,12345,\nShop,https://shop.example.org/,kim,12345,\n",
  );
  await importing(laptop, csv);
  const window = laptop.dialog("Import");
  await window.getByText("This is a file of Chrome.").waitFor();
  await window.getByText("2 items will be added.").waitFor();
  expect(await laptop.option(/Forum/).count()).toBe(0);
  await laptop.button("Import 2 items").click();
  await window.getByText("2 items added.").waitFor();
  await laptop.page.keyboard.press("Escape");
  await laptop.option("Forum, kim").waitFor();

  await laptop.page.getByRole("link", { name: "Password check" }).click();
  await laptop.page.getByText("2 of 3 passwords could be better").waitFor();
  await laptop.page.getByText("Same on 2 items").first().waitFor();
  await laptop.button("Change the password of Forum").first().click();
  await laptop.box("Password").waitFor();
  await laptop.button("Cancel").click();

  await exporting(laptop);
  const exportWindow = laptop.dialog("Export");
  await exportWindow.getByText("Readable file").click();
  await laptop.box("Main password", exportWindow).fill("not the main password");
  await laptop.button("Save the file").click();
  await exportWindow.getByText("That is not the main password.").waitFor();
  await laptop.box("Main password", exportWindow).fill(mainPassword);
  const plain = (await saved(laptop)).toString();
  expect(JSON.parse(plain).items.filter((item: unknown) => JSON.stringify(item).includes('"login"'))).toHaveLength(3);
  expect(plain).toContain(password);

  await exporting(laptop);
  await laptop.box("Password of the backup", exportWindow).fill("a password of its own");
  await laptop.box("Repeat password of the backup", exportWindow).fill("a password of its own");
  await laptop.box("Main password", exportWindow).fill(mainPassword);
  const sealed = await saved(laptop);
  expect(sealed.includes("Forum")).toBe(false);

  // What the import brought goes to the trash.
  await laptop.settings("Import and export");
  await laptop.button(/^Take back the import/, laptop.dialog("Settings")).click();
  // More than a tenth of the vault is never moved without a question.
  const asked = laptop.page.getByRole("alertdialog", { name: "Move 2 items to the trash?" });
  await laptop.button("Cancel", asked).click();
  await laptop.button(/^Take back the import/, laptop.dialog("Settings")).click();
  await laptop.button("Move to trash", asked).click();
  await laptop.page.getByText("2 items went to the trash.").waitFor();
  await laptop.page.keyboard.press("Escape");
  await laptop.option("Forum, kim").waitFor({ state: "detached" });
  const backup = path("backup.holdfast");
  writeFileSync(backup, sealed);
  await importing(laptop, backup);
  await laptop.box("Password of the backup", window).fill("wrong password of it");
  await laptop.button("Open", window).click();
  await window.getByText("That password does not open this backup.").waitFor();
  await laptop.box("Password of the backup", window).fill("a password of its own");
  await laptop.button("Open", window).click();
  // The vault knows all of it: what was thrown away since lies in the trash, and comes back from there.
  await window.getByText("There is nothing in it that is not here already.").waitFor();
  await laptop.page.keyboard.press("Escape");
  await laptop.page.getByRole("link", { name: "Trash" }).click();
  await laptop.option("Forum, kim").click();
  await laptop.button("Restore").click();
  await laptop.page.getByRole("link", { name: "All items" }).click();
  await laptop.option("Forum, kim").waitFor();

  const rubbish = path("rubbish.csv");
  writeFileSync(rubbish, Buffer.from([0, 1, 2, 0xff, 0xfe]));
  await importing(laptop, rubbish);
  await window.getByRole("alert").waitFor();
  expect(await laptop.option(/./).count()).toBe(2);
});

it("a file of Holdfast that puts much of the vault to the trash asks first", async () => {
  const { path, sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  for (const title of ["One", "Two", "Three"]) await laptop.add("Note", { Title: title });
  await laptop.upToDate();
  const other = await sit("other");
  await other.signIn(account, secretKey);
  await other.upToDate();
  await other.context.setOffline(true);
  for (const title of ["One", "Two"]) {
    await other.choose(title);
    await other.button("Delete").click();
    await other.option(title).waitFor({ state: "detached" });
  }
  await exporting(other);
  await other.dialog("Export").getByText("Readable file").click();
  await other.box("Main password", other.dialog("Export")).fill(mainPassword);
  const file = path("later.json");
  writeFileSync(file, await saved(other));

  await importing(laptop, file);
  await laptop.page.getByText("2 items go to the trash, since the file has them there.").waitFor();
  const asked = laptop.page.getByRole("alertdialog", { name: "Move 2 items to the trash?" });
  await laptop.button(/^Import \d/).click();
  await laptop.button("Cancel", asked).click();
  expect(await laptop.option(/./).count()).toBe(3);
  await laptop.button(/^Import \d/).click();
  await laptop.button("Import all of it", asked).click();
  await laptop.option("One").waitFor({ state: "detached" });
  expect(await laptop.option(/./).count()).toBe(1);
});

/** A film of one still picture: a QR code, as a camera would see it (YUV4MPEG2, grey). */
function filmOf(text: string): Buffer {
  const [width, height] = [640, 480];
  const { data, size } = encode(text, { border: 4, ecc: "L" });
  const scale = Math.floor(height / size);
  const [left, top] = [Math.floor((width - size * scale) / 2), Math.floor((height - size * scale) / 2)];
  const light = Buffer.alloc(width * height, 235);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      if (data[Math.floor(y / scale)]?.[Math.floor(x / scale)]) light[(top + y) * width + left + x] = 16;
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), light, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}

it("a new device reads the setup code of another with its camera", async () => {
  const { path, sit } = await room();
  const laptop = await sit("laptop");
  await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim" });
  await laptop.upToDate();

  const film = path("code.y4m");
  writeFileSync(film, filmOf(await setupCode(laptop)));
  const phone = await sit("phone", { size: "phone", camera: film });
  await phone.button("Use a setup code").click();
  const form = phone.page.getByRole("form", { name: "Use a setup code" });
  await phone.button("Scan with the camera", form).click();
  await soon(() => phone.box("Setup code", form).inputValue()).toMatch(/^HFS1-/);
  await phone.box("Main password", form).fill(mainPassword);
  await phone.button("Use a setup code", form).click();
  await phone.option("Bank, kim").waitFor();
});

it("what was copied goes off the clipboard after half a minute", async () => {
  const { sit } = await room();
  const laptop = await sit("laptop");
  await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Password: "copied for a while" });
  const clipboard = (): Promise<string> => laptop.page.evaluate(() => navigator.clipboard.readText());
  await laptop.page.clock.install();
  await laptop.button("Copy password").click();
  await laptop.page.getByText(/copied/).waitFor();
  expect(await clipboard()).toBe("copied for a while");
  await laptop.page.clock.fastForward(29_000);
  expect(await clipboard()).toBe("copied for a while");
  await laptop.page.clock.fastForward(2_000);
  await soon(clipboard).toBe("");
});
