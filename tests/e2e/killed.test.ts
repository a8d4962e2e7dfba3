// kill -9 at any moment: what was reported as saved is there, what the server acknowledged is there, and everybody goes on.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bitwardenExport } from "@holdfast/core/testing/seed-vault";
import { expect, test } from "vitest";
import { killedWhen, sizeOf } from "./support/kill.ts";
import { type Device, device, ended, firstDevice, listenOf, nextDevice, serve, testFolder } from "./support/program.ts";
import { wire } from "./support/wire.ts";

interface Listed {
  readonly id: string;
  readonly title: string;
}

const ids = async (of: Device): Promise<readonly string[]> => (await of.json<readonly Listed[]>(["list"])).map(({ id }) => id);

test("[S5] a client killed right after it printed an id has kept the item, and an edit it called saved", async () => {
  const folder = testFolder();
  const { laptop, kit } = await firstDevice(folder);
  const printed: string[] = [];
  for (let round = 0; round < 5; round++) {
    const add = laptop.start(["add", "--kind", "login", "--title", `Item ${round}`]);
    const { out, hit } = await killedWhen(add, (text) => text.includes("\n"));
    expect(hit).toBe(true);
    printed.push(out.trim());
  }
  const [first] = printed;
  let saved = "";
  const edit = laptop.start(["edit", first ?? "", "--field", "username=edited"]);
  edit.stderr?.on("data", (chunk) => {
    saved += chunk;
  });
  await killedWhen(edit, () => saved.includes("Saved"));
  expect(saved).toContain("Saved");
  expect((await laptop.run(["get", first ?? "", "--field", "username"])).out).toBe("edited\n");
  expect([...(await ids(laptop))].sort()).toEqual([...printed].sort());
  expect((await laptop.run(["sync"])).code).toBe(0);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  expect(await phone.json(["list"])).toEqual(await laptop.json(["list"]));
});

test("[P1] a client killed at any point of its work leaves a vault that opens and goes on", async () => {
  const folder = testFolder();
  const { laptop } = await firstDevice(folder);
  const log = join(laptop.home, "replica.sqlite-wal");
  let held = 0;
  for (const bytes of [1, 8_000, 16_000, 24_000]) {
    const before = sizeOf(log);
    await killedWhen(laptop.start(["add", "--kind", "note", "--title", `${bytes}`]), () => sizeOf(log) >= before + bytes);
    const now = (await ids(laptop)).length;
    expect(now).toBeGreaterThanOrEqual(held);
    held = now;
  }
  expect((await laptop.run(["sync"])).code).toBe(0);
});

test("[S7] an import killed while it saves, while it sends and after it reported loses nothing and sends nothing twice", async () => {
  const folder = testFolder();
  const line = await wire();
  const server = await serve(folder.path("server"), { origin: line.url });
  line.to = server.url;
  const laptop = device(folder.path("laptop"), folder.passwordFile);
  const kit = await laptop.json<{ setupCode: string }>(["signup", "--server", line.url, "--account", "octo", "--device", "Laptop"]);
  const file = folder.path("export.json");
  writeFileSync(file, bitwardenExport(5_000, 3));
  const log = join(laptop.home, "replica.sqlite-wal");

  const saving = await killedWhen(laptop.start(["import", file]), () => sizeOf(log) > 1_500_000);
  expect(saving.hit).toBe(true);
  const afterSaving = (await ids(laptop)).length;

  const heard = line.heard().length;
  const sending = await killedWhen(laptop.start(["import", file]), () => line.heard().length > heard + 800_000);
  expect(sending.hit).toBe(true);
  const all = await laptop.json<readonly Listed[]>(["list"]);
  const trash = await laptop.json<readonly Listed[]>(["list", "--trash"]);
  expect(all.length + trash.length).toBe(5_000);
  expect(all.length).toBeGreaterThan(afterSaving);

  expect((await laptop.run(["sync"])).code).toBe(0);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  expect(await phone.json(["list"])).toEqual(await laptop.json(["list"]));
  const { added } = await laptop.json<{ added: number }>(["import", file]);
  expect(added).toBe(0);
});

test("[C2] a server killed during pushes has everything it acknowledged, and devices go on by themselves", async () => {
  const folder = testFolder();
  const { server, laptop, kit } = await firstDevice(folder);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  const acknowledged: string[] = [];
  const saved: string[] = [];
  let current = server;
  for (let round = 0; round < 3; round++) {
    let down = false;
    const adding = [laptop, phone].map(async (each, at) => {
      for (let n = 0; !down; n++) {
        const { out, err } = await ended(each.start(["add", "--kind", "note", "--title", `Round ${round} ${at} ${n}`]));
        saved.push(out.trim());
        if (err.includes("Up to date")) acknowledged.push(out.trim());
      }
    });
    await current.logged((text) => (text.match(/"event":"push"/g) ?? []).length >= 3 + round);
    await current.kill();
    down = true;
    await Promise.all(adding);
    current = await serve(folder.path("server"), { listen: listenOf(server.url) });
  }
  for (const id of saved) expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(acknowledged.length).toBeGreaterThan(0);
  const fresh = await nextDevice(folder, "Fresh", kit.setupCode);
  const onServer = new Set(await ids(fresh));
  for (const id of acknowledged) expect(onServer.has(id)).toBe(true);
  for (const each of [laptop, phone, laptop]) expect((await each.run(["sync"])).code).toBe(0);
  expect([...(await ids(laptop))].sort()).toEqual([...saved].sort());
  expect(await phone.json(["list"])).toEqual(await laptop.json(["list"]));
});
