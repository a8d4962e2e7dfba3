// kill -9 at any moment: what was reported as saved is there, what the server acknowledged is there, and everybody goes on.

import { writeFileSync } from "node:fs";
import { bitwardenExport } from "@holdfast/core/testing/seed-vault";
import { expect, test } from "vitest";
import { type Device, ended, firstDevice, listenOf, nextDevice, serve, testFolder } from "./support/program.ts";

interface Listed {
  readonly id: string;
  readonly title: string;
}

/** Starts a command and kills it -9 after so many milliseconds, or when it has ended: what it had printed by then. */
async function killedAfter(device: Device, args: readonly string[], ms: number): Promise<string> {
  const child = device.start(args);
  const end = ended(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  const { out } = await end;
  clearTimeout(timer);
  return out;
}

test("[S5] a client killed at any moment has kept every item whose id it had printed, and goes on", async () => {
  const folder = testFolder();
  const { laptop, kit } = await firstDevice(folder);
  const printed: string[] = [];
  for (let moment = 0; moment < 14; moment++) {
    const out = await killedAfter(laptop, ["add", "--kind", "login", "--title", `Item ${moment}`], 150 + moment * 40);
    if (out.trim() !== "") printed.push(out.trim());
  }
  const ids = new Set((await laptop.json<readonly Listed[]>(["list"])).map(({ id }) => id));
  for (const id of printed) expect(ids.has(id)).toBe(true);
  expect((await laptop.run(["sync"])).code).toBe(0);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  expect(await phone.json(["list"])).toEqual(await laptop.json(["list"]));
  expect(printed.length).toBeGreaterThan(0);
});

test("[S7] an import killed at any moment leaves whole items, sends them once, and can be repeated", async () => {
  const folder = testFolder();
  const { laptop, kit } = await firstDevice(folder);
  writeFileSync(folder.path("export.json"), bitwardenExport(2_000, 3));
  for (const ms of [400, 700, 1_000, 1_400]) await killedAfter(laptop, ["import", folder.path("export.json")], ms);
  const held = await laptop.json<readonly Listed[]>(["list"]);
  expect((await laptop.run(["sync"])).code).toBe(0);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  expect((await phone.json<readonly Listed[]>(["list"])).map(({ id }) => id)).toEqual(held.map(({ id }) => id));
  const { added } = await laptop.json<{ added: number }>(["import", folder.path("export.json")]);
  expect(added).toBeGreaterThan(0);
});

test("[C2] a server killed during pushes has everything it acknowledged, and devices go on by themselves", async () => {
  const folder = testFolder();
  const { server, laptop, kit } = await firstDevice(folder);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  const acknowledged: string[] = [];
  let current = server;
  for (let round = 0; round < 4; round++) {
    const adding = [laptop, phone].map(async (each, at) => {
      const child = each.start(["add", "--kind", "note", "--title", `Round ${round} ${at}`]);
      const { out, err } = await ended(child);
      if (err.includes("Up to date")) acknowledged.push(out.trim());
      return out.trim();
    });
    const killing = new Promise((resolve) => setTimeout(resolve, 250 + round * 90)).then(() => current.kill());
    const ids = await Promise.all(adding);
    await killing;
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    current = await serve(folder.path("server"), { listen: listenOf(server.url) });
  }
  const fresh = await nextDevice(folder, "Fresh", kit.setupCode);
  const onServer = new Set((await fresh.json<readonly Listed[]>(["list"])).map(({ id }) => id));
  for (const id of acknowledged) expect(onServer.has(id)).toBe(true);
  for (const each of [laptop, phone, laptop]) expect((await each.run(["sync"])).code).toBe(0);
  const mine = await laptop.json<readonly Listed[]>(["list"]);
  expect(mine.length).toBe(8);
  expect(await phone.json(["list"])).toEqual(mine);
});
