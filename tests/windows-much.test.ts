// The device host where much of a vault moves at once: what is told while it locks, what an "Undo" would take away, and a file whose items were
// changed since it was read.

import type { DeviceEvent } from "@holdfast/ui";
import { expect, it } from "vitest";
import { Device, must } from "./support/device.ts";
import { filled, Windows } from "./support/windows.ts";
import { password, World } from "./support/world.ts";

async function sitting(world: World, name: string): Promise<Windows> {
  return new Windows(new Device(world, name, { seed: name })).begin();
}

const notes = (count: number) => Array.from({ length: count }, (_, i) => ({ kind: "note", edit: new Map([["title", `Note ${i}`]]) }));

it.each<[string, (windows: Windows, listener: (event: DeviceEvent) => void) => Promise<void>]>([
  ["the first telling after unlocking", async (windows) => void (await windows.port.unlock(password))],
  [
    "the telling for another tab that begins to hear",
    async (windows, listener) => {
      await windows.unlock();
      await windows.host.replay(listener);
    },
  ],
])("tells nothing of the vault after it has told that it is locked, also in the middle of %s", async (_, begin) => {
  const windows = await sitting(new World(), "Laptop");
  await windows.signUp();
  await windows.host.opened().client.addMany(notes(1_200));
  await windows.port.lock();
  const told: string[] = [];
  const { promise: locked, resolve } = Promise.withResolvers<void>();
  const listener = (event: DeviceEvent): void => {
    told.push(event.type === "stage" ? event.stage.stage : event.type);
    if (event.type === "rows" && told.filter((type) => type === "rows").length === 2) resolve(windows.port.lock());
  };
  if (begin.length === 1) await windows.host.listen(listener);
  await begin(windows, listener);
  await locked;
  const rows = told.filter((type) => type === "rows").length;
  expect(rows).toBe(2);
  expect(
    told.slice(told.lastIndexOf("rows") + 1).filter((type) => ["counts", "order", "details", "drafts", "arrived"].includes(type)),
  ).toEqual([]);
});

it("knows how many items an undo would put to the trash: those of a restore, those that another device added, and none of an edit", async () => {
  const world = new World();
  const first = await sitting(world, "Laptop");
  await first.signUp();
  const ids = [];
  for (const title of ["One", "Two", "Three"]) ids.push(await first.add("note", { title }));
  const [one = "", two = ""] = ids;
  const gone = must(await first.port.trash([one, two]));
  expect(await first.port.undoTrashes([gone.undo])).toBe(0);
  const back = must(await first.port.restore([one, two]));
  expect(await first.port.undoTrashes([back.undo])).toBe(2);
  // What somebody has thrown away since is there already, and what was brought back by a later change stays.
  must(await first.port.trash([one]));
  expect(await first.port.undoTrashes([back.undo])).toBe(1);
  const edited = must(await first.port.save(filled(await first.form(two), { title: "Two, edited" })));
  expect(await first.port.undoTrashes([edited.undo])).toBe(0);

  await first.synced();
  const second = await sitting(world, "Phone");
  await second.takeSetupCode(await first.setupCode());
  await expect.poll(() => second.all("restored").length).toBe(1);
  await second.add("note", { title: "Four" });
  await second.add("note", { title: "Five" });
  await second.synced();
  await first.synced();
  const tokens = first.all("arrived").flatMap(({ changes }) => changes.flatMap(({ undo }) => undo ?? []));
  expect(tokens).toHaveLength(2);
  expect(await first.port.undoTrashes(tokens)).toBe(2);
  // Asking takes nothing.
  expect(await first.port.undoTrashes([...tokens, ...tokens])).toBe(2);
  must(await first.port.undo(tokens[0] ?? ""));
  expect(await first.port.undoTrashes(tokens)).toBe(1);
});

it("asks of a file for what it would put to the trash now, and not when it was read", async () => {
  const world = new World();
  const first = await sitting(world, "Laptop");
  await first.signUp();
  const second = await sitting(world, "Phone");
  await second.takeSetupCode(await first.setupCode());
  await expect.poll(() => second.all("restored").length).toBe(1);
  await second.port.setEnabled(false);
  const ids = [];
  for (const title of ["One", "Two", "Three"]) ids.push(await first.add("note", { title }));
  await first.synced();
  await first.port.setEnabled(false);
  must(await first.port.trash(ids));
  const file = new Uint8Array(await must(await first.port.exportVault(password, null)).arrayBuffer());

  // The phone has never heard of them: in the file they are new, and in the trash.
  const read = must(await second.port.readImport(file, null));
  expect(read).toMatchObject({ add: 3, trash: 0 });
  await second.port.setEnabled(true);
  await second.synced();
  const inUse = () => [...second.rows.values()].filter(({ trashed }) => !trashed).length;
  expect(inUse()).toBe(3);
  expect(await second.port.takeImport(read.token, read.trash)).toEqual({ ok: false, error: { type: "trashes-more", trash: 3 } });
  await second.settled();
  expect(inUse()).toBe(3);
  // Told of all of them, and sure.
  must(await second.port.takeImport(read.token, 3));
  await second.settled();
  expect(inUse()).toBe(0);
});
