// The main job on real data, as a person does it: an export of ten thousand goes in on one device and is on two others.

import { readFileSync, writeFileSync } from "node:fs";
import { bitwardenExport } from "@holdfast/core/testing/seed-vault";
import { expect, test } from "vitest";
import { type Device, device, firstDevice, nextDevice, testFolder } from "./support/program.ts";

interface Listed {
  readonly id: string;
  readonly title: string;
}

interface Exported {
  readonly id: string;
  readonly content: {
    readonly kind: string;
    readonly fields: Readonly<Record<string, readonly (readonly [value: unknown, stamp: number, device: string])[]>>;
  };
}

/** Every item with every value its fields have had, as `export` writes them; devices aside. */
async function wholeVault(of: Device): Promise<readonly Exported[]> {
  const { code, out } = await of.run(["export", "-"]);
  expect(code).toBe(0);
  const { items } = JSON.parse(out) as { items: readonly Exported[] };
  return items.filter(({ content }) => content.kind !== "device");
}

type Login = readonly [title: unknown, username: unknown, password: unknown, totp: unknown, note: unknown];
const sorted = (logins: readonly Login[]): readonly string[] =>
  logins.map((login) => JSON.stringify(login.map((value) => value || null))).sort();

function loginsOf(vault: readonly Exported[]): readonly string[] {
  const now = ({ content }: Exported, path: string) => content.fields[path]?.[0]?.[0];
  const logins = vault.filter(({ content }) => content.kind === "login");
  return sorted(
    logins.map((item): Login => [now(item, "title"), now(item, "username"), now(item, "password"), now(item, "totp"), now(item, "note")]),
  );
}

interface BitwardenItem {
  readonly type: number;
  readonly name: string;
  readonly notes: string | null;
  readonly login?: { readonly username: string | null; readonly password: string | null; readonly totp: string | null };
}

function loginsOfFile(file: string): readonly string[] {
  const { items } = JSON.parse(readFileSync(file, "utf8")) as { items: readonly BitwardenItem[] };
  const logins = items.filter(({ type }) => type === 1);
  return sorted(logins.map(({ name, notes, login }): Login => [name, login?.username, login?.password, login?.totp, notes]));
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
  const vaults = [];
  for (const each of [laptop, phone, tablet]) vaults.push(await wholeVault(each));
  const [first, second, third] = vaults.map((vault) => vault.map((item) => JSON.stringify(item)));
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  expect(loginsOf(vaults[0] ?? [])).toEqual(loginsOfFile(folder.path("export.json")));
  const trash = await laptop.json(["list", "--trash"]);
  expect(await tablet.json(["list", "--trash"])).toEqual(trash);

  await laptop.json(["sync"]);
  for (const each of [laptop, phone, tablet]) {
    await each.json(["sync"]);
    const again = await each.json<{ requests: number; bytesUp: number; bytesDown: number }>(["sync"]);
    expect(again).toMatchObject({ phase: "up-to-date", pulled: 0, pushed: 0, requests: 1 });
    expect(again.bytesUp + again.bytesDown).toBeLessThan(1_024);
  }
});
