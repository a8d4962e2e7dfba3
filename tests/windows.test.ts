// The device host over the real client and the real server: what windows may rely on whatever happens meanwhile. No edit of anybody is lost, what was
// typed survives, and every change can be taken back.

import { StoreProblem } from "@holdfast/core";
import { formatSetupCode, parseSetupCode } from "@holdfast/core/testing/inside";
import { expect, it } from "vitest";
import { Device, must } from "./support/device.ts";
import { filled, memoryDrafts, Windows } from "./support/windows.ts";
import { password, World } from "./support/world.ts";

/** A first device with its windows, its vault open. */
async function laptop(world = new World()): Promise<Windows> {
  const windows = await new Windows(new Device(world, "Laptop", { seed: "laptop" })).begin();
  expect(windows.stage).toEqual({ stage: "first-start" });
  await windows.signUp();
  return windows;
}

/** Another device of the same account. */
async function phone(world: World, first: Windows, name = "Phone"): Promise<Windows> {
  const windows = await new Windows(new Device(world, name, { seed: name })).begin();
  await windows.takeSetupCode(await first.setupCode());
  await expect.poll(() => windows.all("restored").length).toBe(1);
  return windows;
}

/** Two devices at their windows: an item was made on the first, and the second holds it too. */
async function twoWindows() {
  const world = new World();
  const first = await laptop(world);
  const id = await first.add("login", { title: "Bank", username: "kim" });
  await first.synced();
  return { first, second: await phone(world, first), id };
}

it("tells the stage, then the rows, then what is counted; and finds by every field that is not concealed", async () => {
  const windows = await laptop();
  const id = await windows.add("login", { title: "GitHub", username: "octo", password: "tell nobody", note: "for work" });
  expect(windows.rows.get(id)).toMatchObject({ title: "GitHub", subtitle: "octo", kind: "login", waiting: true });
  expect(windows.all("counts").at(-1)?.counts).toMatchObject({ all: 1, kinds: { login: 1 }, trash: 0 });
  const found = (text: string) => windows.port.find({ of: { section: "all" }, text, order: "title" });
  expect(await found("git work")).toEqual([id]);
  expect(await found("nobody")).toEqual([]);
  expect(JSON.stringify([windows.events, await windows.port.detail(id), await windows.port.history(id)])).not.toContain("tell nobody");
  expect(await windows.port.reveal(id, "password")).toBe("tell nobody");
});

it("[S5] keeps what is locked from everybody, and has it all again", async () => {
  const windows = await laptop();
  const id = await windows.add("note", { title: "Kept" });
  await windows.port.lock();
  expect(windows.stage).toMatchObject({ stage: "locked" });
  expect(await windows.port.find({ of: { section: "all" }, text: "", order: "title" })).toEqual([]);
  await expect(async () => windows.port.reveal(id, "title")).rejects.toThrow("locked");
  expect(await windows.port.unlock("not the password")).toEqual({ ok: false, error: { type: "wrong-secrets" } });
  await windows.unlock();
  expect(windows.titles).toEqual(["Kept"]);
});

it("restores on another device, and says what came back", async () => {
  const world = new World();
  const first = await laptop(world);
  await first.add("note", { title: "One" });
  await first.add("note", { title: "Two" });
  await first.synced();
  const second = await phone(world, first);
  expect(second.titles).toEqual(["One", "Two"]);
  expect(second.all("restored")).toMatchObject([{ items: 2, device: "Laptop" }]);
});

it("writes only what was changed in a form, and says what it stands over", async () => {
  const world = new World();
  const first = await laptop(world);
  const id = await first.add("login", { title: "Bank", username: "kim", password: "one" });
  await first.synced();
  const second = await phone(world, first);
  const form = await first.form(id);
  must(await second.port.save(filled(await second.form(id), { username: "kim@example.org", password: "two" })));
  await second.synced();
  await first.synced();
  const saved = must(await first.port.save(filled(form, { password: "three" })));
  expect(saved.overtook).toEqual(["Password"]);
  expect(await first.port.reveal(id, "username")).toBe("kim@example.org");
  const past = (await first.port.history(id)).filter(({ path }) => path === "password");
  expect(await Promise.all(past.map(({ path, key }) => first.port.revealPast(id, path, key)))).toEqual(["three", "two", "one"]);
});

it("[S43] signs out where the server holds everything, and says else why it did not", async () => {
  const world = new World();
  const windows = await laptop(world);
  const early = world.backup();
  await windows.add("note", { title: "Only here" });
  await windows.synced();
  const unsure = (why: string) => ({ ok: false, error: { type: "unsure", why } });
  await windows.port.setEnabled(false);
  expect(await windows.port.signOut(false, false)).toEqual(unsure("off"));
  await windows.port.lock();
  expect(await windows.port.signOut(false, false)).toEqual(unsure("locked"));
  await windows.unlock();
  await windows.port.setEnabled(true);
  const now = world.backup();
  world.restart(early);
  expect(await windows.port.signOut(false, false)).toEqual(unsure("differs"));
  expect(windows.titles).toEqual(["Only here"]);
  world.restart(now);
  expect(await windows.port.signOut(false, false)).toEqual({ ok: true, value: undefined });
  expect(windows.stage).toEqual({ stage: "first-start" });
});

it("takes back an edit field by field, and the taking back", async () => {
  const windows = await laptop();
  const id = await windows.add("login", { title: "Bank", username: "kim", password: "one" });
  const { undo } = must(await windows.port.save(filled(await windows.form(id), { username: "sam", password: "two" })));
  must(await windows.port.save(filled(await windows.form(id), { username: "alex" })));
  const back = must(await windows.port.undo(undo));
  expect(back.left).toEqual(["Username"]);
  expect(await windows.port.reveal(id, "password")).toBe("one");
  expect(await windows.port.undo(undo)).toEqual({ ok: false, error: { type: "too-late" } });
  must(await windows.port.undo(back.undo));
  expect([await windows.port.reveal(id, "username"), await windows.port.reveal(id, "password")]).toEqual(["alex", "two"]);
});

it("tells what came from another device, and takes it back", async () => {
  const { first, second, id } = await twoWindows();
  must(await second.port.save(filled(await second.form(id), { username: "sam" })));
  must(await second.port.trash([id]));
  await second.synced();
  await first.synced();
  const [trashed] = first.all("arrived").flatMap(({ changes }) => changes);
  expect(trashed).toMatchObject({ id, title: "Bank", what: "trashed", device: "Phone" });
  expect(first.rows.get(id)?.trashed).toBe(true);
  must(await first.port.undo(trashed?.undo ?? ""));
  expect(first.rows.get(id)?.trashed).toBe(false);
  expect(await first.port.reveal(id, "username")).toBe("kim");
});

it("makes one item of a form that is saved again after an answer was lost", async () => {
  const windows = await laptop();
  const { form } = (await windows.port.form({ kind: "note", key: "0a".repeat(16) })) ?? { form: null };
  if (form === null) throw new Error("there is no form");
  const typed = filled(form, { title: "Once" });
  must(await windows.port.save(typed));
  must(await windows.port.save(typed));
  expect(windows.titles).toEqual(["Once"]);
});

it("[A10] keeps drafts through a lock and a death of the process, sealed, until they are saved", async () => {
  const world = new World();
  const device = new Device(world, "Laptop", { seed: "laptop" });
  const drafts = memoryDrafts();
  const windows = await new Windows(device, drafts).begin();
  await windows.signUp();
  const id = await windows.add("login", { title: "Bank", username: "kim" });
  await windows.port.keepDraft(filled(await windows.form(id), { password: "typed and not saved" }));
  expect(Buffer.concat([...drafts.kept.values()]).includes("typed")).toBe(false);
  await windows.port.lock();

  const again = await new Windows(device, drafts).begin();
  await again.unlock();
  expect(again.drafts).toMatchObject([{ key: id, id, kind: "login", title: "Bank" }]);
  must(await again.port.setFavorite(id, true));
  const { form, draft } = (await again.port.form({ id })) ?? { form: null, draft: null };
  if (form === null) throw new Error("there is no form");
  expect(draft).toEqual(expect.any(Number));
  must(await again.port.save(form));
  expect(await again.port.reveal(id, "password")).toBe("typed and not saved");
  expect(again.rows.get(id)?.favorite).toBe(true);
  expect(again.drafts).toEqual([]);
});

it("says what others made of an item while its form is open", async () => {
  const world = new World();
  const first = await laptop(world);
  const id = await first.add("login", { title: "Bank", username: "kim", password: "one" });
  await first.synced();
  const second = await new Windows(new Device(world, "Phone", { seed: "phone" })).begin();
  await second.takeSetupCode(await first.setupCode());
  await second.synced();

  const form = await first.form(id);
  expect(await first.port.meanwhile(form)).toBe(null);
  must(await second.port.save(filled(await second.form(id), { username: "sam", password: "two" })));
  await second.synced();
  await first.synced();
  expect(await first.port.meanwhile(filled(form, { password: "mine" }))).toEqual({
    labels: ["Username", "Password"],
    both: ["Password"],
    device: "Phone",
    gone: false,
  });
});

it("gives the emergency kit and a setup code to nobody without the main password, but for the kit of an account just made", async () => {
  const world = new World();
  const first = await laptop(world);
  expect((await first.port.kit(null))?.secretKey).toMatch(/^HF1-/);
  expect(await first.port.kit("another password")).toBe(null);
  expect(await first.port.setupCode("another password")).toBe(null);
  await first.port.lock();
  await first.unlock();
  expect(await first.port.kit(null)).toBe(null);
  expect((await first.port.kit(password))?.secretKey).toMatch(/^HF1-/);
});

it("[P21] owes the check of the kit until it is done, through locks and deaths, and gives the kit to nobody without the password meanwhile", async () => {
  const world = new World();
  const device = new Device(world, "Laptop", { seed: "laptop" });
  const first = await new Windows(device).begin();
  await first.signUp();
  expect(first.stage).toMatchObject({ stage: "open", kitOwed: true });
  await first.port.lock();
  // Nothing of the vault is told while it is locked, and nothing can be shown.
  await expect(first.port.kitKept()).rejects.toThrow("locked");
  const again = await new Windows(device).begin();
  await again.unlock();
  expect(again.stage).toMatchObject({ stage: "open", kitOwed: true });
  expect(await again.port.kit(null)).toBe(null);
  expect((await again.port.kit(password))?.secretKey).toMatch(/^HF1-/);
  expect(again.stage).toMatchObject({ kitOwed: true });
  await again.port.kitKept();
  expect(again.stage).toMatchObject({ stage: "open", kitOwed: false });
  const later = await new Windows(device).begin();
  await later.unlock();
  expect(later.stage).toMatchObject({ kitOwed: false });
});

it("[P21] owes no check on a device that signed in with the kit", async () => {
  const world = new World();
  const second = await phone(world, await laptop(world));
  expect(second.stage).toMatchObject({ stage: "open", kitOwed: false });
});

it("locks at once, also in the middle of a restore, which goes on when it is unlocked", async () => {
  const world = new World();
  const first = await laptop(world);
  await first.add("note", { title: "One" });
  await first.synced();
  const device = new Device(world, "Phone", { seed: "phone" });
  const second = await new Windows(device).begin();
  const held = Promise.withResolvers<void>();
  device.hooks.request = (request) => (request.path.endsWith("/pull") ? held.promise.then(() => request) : request);
  await second.takeSetupCode(await first.setupCode());
  expect(second.stage).toMatchObject({ stage: "open" });
  const locking = second.port.lock();
  expect(second.stage).toMatchObject({ stage: "locked" });
  await world.time.advance(5_000);
  await locking;
  held.resolve();
  await second.unlock();
  await expect.poll(() => second.all("restored").length).toBe(1);
  expect(second.titles).toEqual(["One"]);
  await second.synced();
  await first.synced();
  expect(
    first
      .all("status")
      .at(-1)
      ?.status.devices.map(({ name }) => name),
  ).toEqual(["Laptop", "Phone"]);
});

it("brings back what somebody threw away while another one was editing it", async () => {
  const world = new World();
  const first = await laptop(world);
  const id = await first.add("login", { title: "Bank", username: "kim" });
  await first.synced();
  const form = await first.form(id);
  const second = await phone(world, first);
  must(await second.port.trash([id]));
  await second.synced();
  await first.synced();
  expect(first.rows.get(id)?.trashed).toBe(true);
  const saved = must(await first.port.save(filled(form, { username: "sam" })));
  expect(saved.overtook).toEqual(["Trash"]);
  expect(first.rows.get(id)).toMatchObject({ trashed: false, subtitle: "sam" });
});

it("takes no setup code that names a server in the clear", async () => {
  const world = new World();
  const first = await laptop(world);
  const { crypto } = (await first.host.home()).environment;
  const code = must(await parseSetupCode(crypto, await first.setupCode()));
  const elsewhere = await formatSetupCode(crypto, { ...code, origin: "http://vault.example.org" });
  const second = await new Windows(new Device(world, "Phone", { seed: "phone" })).begin();
  expect(await second.port.takeSetupCode({ code: elsewhere, password })).toEqual({ ok: false, error: { type: "bad-setup-code" } });
});

it("undoes a change of another device though this one has edited the item since it came", async () => {
  const { first, second, id } = await twoWindows();
  must(await second.port.save(filled(await second.form(id), { username: "sam" })));
  await second.synced();
  await first.port.synchronize();
  must(await first.port.setFavorite(id, true));
  await first.settled();
  const [came] = first.all("arrived").flatMap(({ changes }) => changes);
  must(await first.port.undo(came?.undo ?? ""));
  expect(await first.port.reveal(id, "username")).toBe("kim");
});

it("[S11] says why a restore that did not verify left no device behind", async () => {
  const world = new World();
  const first = await laptop(world);
  const older = world.backup();
  await first.add("note", { title: "One" });
  await first.synced();
  const code = await first.setupCode();
  const device = new Device(world, "Phone", { seed: "phone" });
  const second = await new Windows(device).begin();
  // The server holds back what the code pins.
  world.restart(older);
  await second.takeSetupCode(code);
  await expect.poll(() => second.stage).toMatchObject({ stage: "first-start", refused: expect.any(String) });
  expect(second.rows.size).toBe(0);
});

it("writes into the vault, where it does so by itself, in the words of the windows", async () => {
  const windows = await laptop();
  const { imports, deviceName } = windows.words;
  windows.words = {
    deviceName,
    imports: {
      ...imports,
      untitled: "Ohne Titel",
      olderPasswords: "Ältere Passwörter",
      passkeyFor: "Passkey für #",
      matchOf: "Treffer: #",
    },
  };
  const old = Array.from({ length: 40 }, (_, i) => ({ lastUsedDate: `2020-01-${10 + (i % 20)}T00:00:00.000Z`, password: `old ${i}` }));
  const login = { password: "now", uris: [{ uri: "https://example.org", match: 99 }], fido2Credentials: [{ rpId: "$&.example" }] };
  const file = {
    encrypted: false,
    items: [
      { type: 1, name: null, login, passwordHistory: old },
      { type: 2, name: "", notes: "a note" },
    ],
  };
  const read = must(await windows.port.readImport(new TextEncoder().encode(JSON.stringify(file)), null));
  expect(read.sample.map(({ title }) => title)).toEqual(["example.org", "Ohne Titel"]);
  must(await windows.port.takeImport(read.token, 0));
  await windows.settled();
  expect(windows.titles).toEqual(["Ohne Titel", "example.org"]);
  const [id = ""] = [...windows.rows.values()].filter(({ title }) => title === "example.org").map((row) => row.id);
  const labels = (await windows.port.detail(id))?.fields.filter(({ family }) => family === "custom").map(({ label }) => label);
  expect(labels).toEqual(["Treffer: https://example.org", "Passkey für $&.example", "Ältere Passwörter"]);
});

it("says by a word of which kind it is why what lies here can't be opened", async () => {
  const device = new Device(new World(), "Laptop", { seed: "laptop" });
  const stages = [];
  for (const failure of [new StoreProblem("newer-version"), new Error("secret words of the machine")]) {
    const windows = new Windows(device, memoryDrafts(), async () => {
      throw failure;
    });
    stages.push((await windows.begin()).stage);
  }
  expect(stages).toEqual([
    { stage: "unreadable", problem: "newer-version" },
    { stage: "unreadable", problem: "other" },
  ]);
});

it("tells of a device that has no name that it has none, and takes none for a name", async () => {
  const { first, second } = await twoWindows();
  const { client } = second.host.opened();
  must(await client.edit(client.device, new Map([["title", null]])));
  await second.synced();
  await first.synced();
  const devices = first
    .all("status")
    .at(-1)
    ?.status.devices.map(({ name }) => name);
  expect(devices).toEqual(["Laptop", null]);
});

it("gives this device another name, which the others hear of, and no two the same", async () => {
  const { first, second } = await twoWindows();
  await second.port.nameDevice("Travel phone");
  expect(second.stage).toMatchObject({ deviceName: "Travel phone" });
  await second.synced();
  await first.synced();
  const names = () =>
    first
      .all("status")
      .at(-1)
      ?.status.devices.map(({ name }) => name);
  await expect.poll(names).toEqual(["Laptop", "Travel phone"]);
  await first.port.nameDevice("Travel phone");
  expect(first.stage).toMatchObject({ deviceName: "Travel phone (2)" });
});
