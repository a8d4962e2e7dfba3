// A vault leaves as an export or a backup and comes back, through the real clients and the real server: identical where nothing was,
// merged where something is, undone in one step from any device.

import {
  exportPieces,
  greatestStamp,
  openBackup,
  openConflicts,
  type ParsedExport,
  parseImport,
  planImport,
  sealBackup,
  undoEdit,
} from "@holdfast/core";
import { encodeContent } from "@holdfast/core/testing/inside";
import { bitwardenExport, seedVault } from "@holdfast/core/testing/seed-vault";
import { type Bytes, concat, type ItemId, idFromHex, limits, toHex, utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { keysOf } from "./support/keys.ts";
import { settle, World } from "./support/world.ts";

const run = { id: "ab".repeat(16), at: Date.UTC(2026, 2, 1, 12) };
const quiet = { run, preview: false, progress: () => {} };

async function exported(device: Device): Promise<Bytes> {
  const { items, unreadable } = await device.client.exportItems();
  const { origin, account } = device.client;
  return concat(...exportPieces({ exported: device.world.time.clock.now(), origin, account, unreadable }, items));
}

function read(file: Bytes): ParsedExport {
  const parsed = parseImport(file, "auto");
  if (!parsed.ok || parsed.value.format !== "holdfast") throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

/** The bytes of every item of a person, by id. */
async function contents(device: Device): Promise<ReadonlyMap<string, string>> {
  return new Map((await device.client.items()).map(({ id, item }) => [id, new TextDecoder().decode(encodeContent(item))]));
}

async function counts(device: Device, file: Bytes, options = quiet): Promise<Readonly<Record<string, number>>> {
  const result = await device.client.restoreItems(read(file).items, options);
  if (result.type !== "restored") throw new Error(result.type);
  return Object.fromEntries([...Map.groupBy(result.outcomes, (outcome) => outcome)].map(([outcome, of]) => [outcome, of.length]));
}

/** Two devices of one account, and a vault with all that can stand in one. */
async function fullVault(): Promise<{
  readonly laptop: Device;
  readonly phone: Device;
  readonly contested: string;
  readonly trashed: string;
}> {
  const world = new World({ seed: "export" });
  const laptop = await world.device("Laptop");
  const phone = await world.device("Phone");
  await laptop.client.addMany(seedVault(300, 3));
  const contested = await laptop.add({
    title: "Contested \u{1f511} \u05e9\u05dc\u05d5\u05dd",
    password: "zero",
    "uri/1": { uri: "https://a.example", match: null, order: 0 },
    "uri/2": { uri: "https://b.example", match: "host", order: 1 },
  });
  await laptop.add({ title: "Later", "new-field": [1, { deep: [null, true] }], "family/x": "y" }, "time-capsule");
  await laptop.add({ title: "Long", note: "line \u{1f4dc}\r\n".repeat(4_000) }, "note");
  const trashed = await laptop.add({ title: "Thrown away", password: "old" });
  await laptop.edit(trashed, { password: "newer" });
  await laptop.edit(trashed, { trashed: world.time.clock.now() });
  await settle(laptop, phone);
  await laptop.edit(contested, { password: "from the laptop" });
  await phone.edit(contested, { password: "from the phone" });
  await settle(laptop, phone);
  return { laptop, phone, contested, trashed };
}

/** A device of another account on another server. */
const elsewhere = (): Promise<Device> => new World({ seed: "elsewhere", account: "new@example.com" }).device("Desk");

describe("a whole vault", () => {
  it("[X2, X6] comes back identical into an empty one, from an export and from a backup", async () => {
    const { laptop, contested, trashed } = await fullVault();
    const before = await contents(laptop);
    const file = await exported(laptop);
    const { crypto } = laptop.home.environment;
    const sealed: Bytes[] = [];
    for await (const piece of sealBackup(crypto, "of its own, long enough", [file])) sealed.push(piece);
    const opened = await openBackup(crypto, "of its own, long enough", concat(...sealed));
    for (const plain of [file, opened.ok ? opened.value : new Uint8Array(0)]) {
      const desk = await elsewhere();
      expect(await counts(desk, plain)).toEqual({ added: before.size + 2 });
      expect(await contents(desk)).toEqual(before);
      await desk.synced();
      await desk.restart();
      expect(await contents(desk)).toEqual(before);
      expect(openConflicts((await desk.item(contested)).item)).toHaveLength(1);
      expect((await desk.past(trashed, "password")).slice(0, 2)).toEqual(["newer", "old"]);
      expect((await desk.status()).hidden).toBe((await laptop.status()).hidden);
    }
  }, 60_000);

  it("[X7] changes nothing where it is whole, and nothing the second time", async () => {
    const { laptop } = await fullVault();
    const before = await contents(laptop);
    const file = await exported(laptop);
    expect(await counts(laptop, file)).toEqual({ unchanged: before.size + 2 });
    expect((await laptop.status()).waiting).toBe(0);
    const desk = await elsewhere();
    await counts(desk, file);
    await desk.synced();
    expect(await counts(desk, file)).toEqual({ unchanged: before.size + 2 });
    expect((await desk.status()).waiting).toBe(0);
  });

  it("[X9] brings the names of its devices for histories, and no device of the account", async () => {
    const { laptop, phone } = await fullVault();
    const desk = await elsewhere();
    await counts(desk, await exported(laptop));
    await desk.synced();
    const names = await desk.client.deviceNames();
    expect([names.get(laptop.client.device), names.get(phone.client.device), names.get(desk.client.device)]).toEqual([
      "Laptop",
      "Phone",
      "Desk",
    ]);
    expect((await desk.status()).devices.map(({ name }) => name)).toEqual(["Desk"]);
    expect((await laptop.status()).devices.map(({ name }) => name)).toEqual(["Laptop", "Phone"]);
  });

  it("a preview says the same and writes nothing", async () => {
    const { laptop } = await fullVault();
    const file = await exported(laptop);
    const desk = await elsewhere();
    expect(await counts(desk, file, { ...quiet, preview: true })).toEqual(await counts(await elsewhere(), file));
    expect([(await contents(desk)).size, (await desk.status()).waiting]).toEqual([0, 0]);
  });
});

describe("an older export of the same vault", () => {
  it("[X7, X8] brings back what was purged since, keeps what was edited since, and leaves in the trash what was thrown away", async () => {
    const world = new World({ seed: "older" });
    const laptop = await world.device("Laptop");
    const [edited, thrown, purged] = [
      await laptop.add({ title: "Edited" }),
      await laptop.add({ title: "Thrown" }),
      await laptop.add({ title: "Purged" }),
    ];
    const file = await exported(laptop);
    await laptop.edit(edited, { title: "Edited since" });
    await laptop.edit(thrown, { trashed: world.time.clock.now() });
    await purge(laptop, purged);
    expect((await laptop.client.items()).map(({ id }) => id)).not.toContain(purged);

    expect(await counts(laptop, file)).toEqual({ unchanged: 2, "in-trash": 1, revived: 1 });
    expect(await laptop.shows(edited, "title")).toBe("Edited since");
    expect(await laptop.shows(thrown, "trashed")).not.toBeNull();
    expect([await laptop.shows(purged, "title"), await laptop.shows(purged, "trashed")]).toEqual(["Purged", null]);
    expect(await counts(laptop, file)).toEqual({ unchanged: 3, "in-trash": 1 });
    const [past] = await laptop.client.imports();
    expect(past?.untouched.map(({ id }) => id)).toEqual([purged]);
    await laptop.synced();
  });

  it("merges with edits made apart, and both values stand", async () => {
    const { laptop, contested } = await fullVault();
    const desk = await elsewhere();
    await counts(desk, await exported(laptop));
    await desk.edit(contested, { note: "from the desk", username: "desk" });
    await laptop.edit(contested, { note: "from the laptop" });
    expect((await counts(desk, await exported(laptop))).merged).toBe(1);
    const { item } = await desk.item(contested);
    expect(openConflicts(item).map(({ path }) => path)).toContain("note");
    expect([await desk.shows(contested, "username"), (await desk.past(contested, "note")).toSorted()]).toEqual([
      "desk",
      ["from the desk", "from the laptop"],
    ]);
  });
});

/** Puts a tombstone in an item's place, as a purge will. */
async function purge(device: Device, hex: string): Promise<void> {
  const { item } = await device.item(hex);
  const { seal } = await keysOf(device);
  const id = idFromHex<ItemId>(hex);
  const held = id === null ? null : await device.home.store.item(id);
  if (held === null) throw new Error("it is held");
  const content = { v: 1, purged: [greatestStamp(item), device.client.device, device.world.time.clock.now()] } as const;
  const [sealed] = await seal.seal([{ item: held.id, content }]);
  await device.home.store.write({ expect: null, items: [{ ...held, waiting: sealed ?? null }] });
}

describe("undoing an import", () => {
  it("[X13] [attack 117] of a program's file takes back on another device what one has imported in several commits, and keeps what was edited since", async () => {
    const world = new World({ seed: "undo" });
    const laptop = await world.device("Laptop");
    const phone = await world.device("Phone");
    await laptop.add({ title: "Own" });
    const parsed = parseImport(utf8(bitwardenExport(2_200, 9)), "auto");
    if (!parsed.ok || parsed.value.format === "holdfast") throw new Error("it can be read");
    const plan = planImport(parsed.value.items, { held: [], run, author: { device: laptop.client.device, now: run.at } });
    const { ids } = await laptop.client.addMany(plan.ready.map(({ item }) => item));
    await settle(laptop, phone);
    expect((await phone.client.head()).seq).toBeGreaterThan(3);
    await laptop.edit(ids[0] ?? "", { note: "edited on the laptop" });
    await settle(laptop, phone);
    await phone.edit(ids[1] ?? "", { note: "edited on the phone" });

    const [past] = await phone.client.imports();
    expect([past?.id, past?.edited.map(({ id }) => id).toSorted()]).toEqual([run.id, [ids[0], ids[1]].toSorted()]);
    const untouched = new Map(past?.untouched.map((one) => [one.id, one]));
    const removed = await phone.client.editMany([...untouched.keys()], (id, item) =>
      undoEdit(item, untouched.get(id) ?? { id, stamp: 0 }, run.at + 1),
    );
    expect(removed.length).toBe(untouched.size);
    await settle(phone, laptop);
    const left = (await laptop.client.items()).filter(({ item }) => item.fields.get("trashed")?.[0]?.[0] === undefined);
    expect(
      left
        .map(({ id }) => id)
        .filter((id) => ids.includes(id))
        .toSorted(),
    ).toEqual([ids[0], ids[1]].toSorted());
    expect((await laptop.client.imports())[0]).toMatchObject({ id: run.id, untouched: [], gone: 2_198 });
  }, 60_000);

  it("[X13] of an export takes back what it added, and leaves what it merged with", async () => {
    const { laptop, contested } = await fullVault();
    const file = await exported(laptop);
    const desk = await elsewhere();
    const one = read(file).items.filter(({ id }) => id === contested);
    await desk.client.restoreItems(one, { ...quiet, run: { id: "cd".repeat(16), at: run.at - 1 } });
    await counts(desk, file);
    await desk.synced();
    const imports = await desk.client.imports();
    expect(imports.map(({ id, untouched }) => [id, untouched.length])).toEqual([
      [run.id, (await contents(laptop)).size - 2],
      ["cd".repeat(16), 1],
    ]);
    expect(imports[0]?.untouched.map(({ id }) => id)).not.toContain(contested);
  });
});

describe("a vault's bound", () => {
  it("[X5] [attack 117] refuses what would go beyond it, with nothing written", async () => {
    const desk = await elsewhere();
    const { items } = await desk.client.exportItems();
    const content = items[0]?.content;
    if (content === undefined) throw new Error("a device has a name");
    const many = Array.from({ length: limits.vaultItems }, (_, i) => ({ id: i.toString(16).padStart(32, "0"), content }));
    expect(await desk.client.restoreItems(many, quiet)).toEqual({ type: "vault-full", items: limits.vaultItems + 1 });
    expect((await desk.client.exportItems()).items.map(({ id }) => id)).toEqual([
      toHex(idFromHex<ItemId>(desk.client.device) ?? new Uint8Array(0)),
    ]);
  });
});
