// The main job on real data, as a person does it: an export of ten thousand goes in on one device and is on two others.

import { writeFileSync } from "node:fs";
import { bitwardenExport } from "@holdfast/core/testing/seed-vault";
import { expect, test } from "vitest";
import { device, firstDevice, nextDevice, testFolder } from "./support/program.ts";

interface Listed {
  readonly id: string;
  readonly title: string;
}

test("ten thousand imported logins are on a second device by setup code and on a third by kit and password", async () => {
  const folder = testFolder();
  const { server, laptop, kit, account } = await firstDevice(folder);
  writeFileSync(folder.path("export.json"), bitwardenExport(10_000, 7));
  const imported = await laptop.json<{ added: number; skipped: readonly unknown[] }>(["import", folder.path("export.json")]);
  expect(imported).toMatchObject({ added: 10_000, skipped: [] });
  await laptop.json(["sync"]);

  const { code: setupCode } = await laptop.json<{ code: string }>(["setup-code"]);
  const phone = await nextDevice(folder, "Phone", setupCode);
  const tablet = device(folder.path("tablet"), folder.passwordFile);
  writeFileSync(folder.path("secret-key"), kit.secretKey);
  const byKit = [
    "signin",
    "--server",
    server.url,
    "--account",
    account,
    "--secret-key-file",
    folder.path("secret-key"),
    "--device",
    "Tablet",
  ];
  await tablet.json(byKit);

  const lists = [];
  for (const each of [laptop, phone, tablet]) lists.push(await each.json<readonly Listed[]>(["list"]));
  const [mine, theirs, others] = lists;
  expect(mine?.length).toBeGreaterThan(9_000);
  expect(theirs).toEqual(mine);
  expect(others).toEqual(mine);
  for (const { id } of [0, 99, 4_321, 9_000].flatMap((at) => mine?.[at] ?? [])) {
    const whole = await laptop.json(["get", id]);
    expect(await phone.json(["get", id])).toEqual(whole);
    expect(await tablet.json(["get", id])).toEqual(whole);
  }
  const trash = await laptop.json(["list", "--trash"]);
  expect(await tablet.json(["list", "--trash"])).toEqual(trash);

  await laptop.json(["sync"]);
  for (const each of [laptop, phone, tablet]) {
    await each.json(["sync"]);
    const again = await each.json<{ requests: number }>(["sync"]);
    expect(again).toMatchObject({ phase: "up-to-date", pulled: 0, pushed: 0, requests: 1 });
  }
});
