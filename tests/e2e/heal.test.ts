// A server's data folder put back from a copy, and lost altogether, with real processes: one device heals after a word, the others and a
// setup code from before follow.

import { cpSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { type Device, firstDevice, listenOf, nextDevice, serve, testFolder } from "./support/program.ts";

const titles = async (device: Device): Promise<readonly string[]> =>
  (await device.json<readonly { readonly title: string }[]>(["list"])).map(({ title }) => title).sort();
const add = (device: Device, title: string) => device.json(["add", "--kind", "note", "--title", title]);
const healed = { healed: true, merged: expect.any(Number), pushed: expect.any(Number) };

test("[H5, H9, H10, H12] a server restored from an older copy of its folder has everything again, and everybody follows", async () => {
  const folder = testFolder();
  const { server, laptop, kit } = await firstDevice(folder);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  await add(laptop, "Before");
  await phone.run(["sync"]);
  await server.stop();
  cpSync(folder.path("server"), folder.path("backup"), { recursive: true });
  const again = await serve(folder.path("server"), { listen: listenOf(server.url) });
  await add(laptop, "After");
  await add(phone, "On the phone");
  const { code } = await laptop.json<{ code: string }>(["setup-code"]);
  await again.stop();

  rmSync(folder.path("server"), { recursive: true });
  cpSync(folder.path("backup"), folder.path("server"), { recursive: true });
  const old = await serve(folder.path("server"), { listen: listenOf(server.url) });
  expect((await laptop.run(["sync"])).code).toBe(5);
  expect((await phone.run(["sync"])).code).toBe(5);
  await add(laptop, "In between");
  expect(await laptop.json(["heal", "--yes"])).toEqual(healed);
  expect((await phone.run(["sync"])).code).toBe(0);
  expect((await laptop.run(["sync"])).code).toBe(0);
  const all = ["After", "Before", "In between", "On the phone"];
  expect(await titles(phone)).toEqual(all);
  expect(await titles(laptop)).toEqual(all);
  const fresh = await nextDevice(folder, "Fresh", code);
  expect(await titles(fresh)).toEqual(all);
  await old.stop();
});

test("[H15] a server whose folder is lost gets the account and everything in it back from a device", async () => {
  const folder = testFolder();
  const { server, laptop, kit } = await firstDevice(folder);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  await add(laptop, "Before");
  await phone.run(["sync"]);
  await server.kill();
  const empty = await serve(folder.path("empty"), { listen: listenOf(server.url) });
  expect((await laptop.run(["sync"])).code).toBe(3);
  await add(phone, "While it was lost");
  expect(await laptop.json(["heal", "--yes"])).toEqual(healed);
  expect((await phone.run(["sync"])).code).toBe(0);
  const fresh = await nextDevice(folder, "Fresh", kit.setupCode);
  expect(await titles(fresh)).toEqual(["Before", "While it was lost"]);
  await empty.stop();
});
