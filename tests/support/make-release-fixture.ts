// node tests/support/make-release-fixture.ts VERSION: makes what tests/upgrade.test.ts opens from then on, under tests/upgrade/VERSION.
// Run once for each version that others may have used; a folder that is there is never written again.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, exportPieces, openConflicts, signIn, signUp, trashEdit } from "@holdfast/core";
import { encodeContent } from "@holdfast/core/testing/inside";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import { accountName, fromUtf8 } from "@holdfast/protocol";
import { startServer } from "@holdfast/server";
import { type Recorded, releaseAccount, releaseHome, releaseOrigin, releasePassword } from "./release.ts";

const version = process.argv[2] ?? "";
const target = fileURLToPath(new URL(`../upgrade/${version}/`, import.meta.url));
if (!/^\d+\.\d+\.\d+$/.test(version) || existsSync(target)) {
  process.stderr.write("Use: node tests/support/make-release-fixture.ts VERSION, with a version that has no fixtures yet.\n");
  process.exit(2);
}

function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly type: string } }): T {
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

async function setTitle(client: Client, id: string, path: string, value: string): Promise<void> {
  must(await client.edit(id, new Map([[path, value]])));
}

const folder = mkdtempSync(join(tmpdir(), "holdfast-release-"));
const wire: Recorded[] = [];
const dataDir = join(folder, "server");
const server = await startServer({ listen: { host: "127.0.0.1", port: 0 }, origin: releaseOrigin, dataDir, signup: "open", log: () => {} });
const account = accountName(releaseAccount);
if (account === null) throw new Error("the fixtures' account has a name");

const laptopHome = await releaseHome(join(folder, "laptop"), server.url, wire);
const laptop = must(await signUp(laptopHome, { origin: releaseOrigin, account, password: releasePassword, deviceName: "Laptop" }));
const { ids } = await laptop.addMany([
  ...seedVault(60, 1),
  {
    kind: "starship",
    edit: new Map([
      ["title", "Of a later version"],
      ["warp", "9"],
    ]),
  },
]);
await laptop.synchronize();
const secretKey = await laptopHome.secretKeys.load();
if (secretKey === null) throw new Error("the first device keeps its Secret Key");
const phoneHome = await releaseHome(join(folder, "phone"), server.url, wire);
const credentials = { origin: releaseOrigin, account, secretKey };
const phone = must(await signIn(phoneHome, { credentials, password: releasePassword, deviceName: "Phone" }));
await laptop.synchronize();

const [first, second, third] = ids.filter((id) => id !== null);
if (first === undefined || second === undefined || third === undefined) throw new Error("items were added");
await setTitle(laptop, first, "title", "Changed on the laptop");
await setTitle(phone, first, "title", "Changed on the phone");
must(await laptop.edit(second, trashEdit(Date.now())));
await laptop.synchronize();
await phone.synchronize();
await laptop.synchronize();
await setTitle(phone, third, "note", "Not sent when this version was released");
const conflicts = (await laptop.items()).flatMap(({ item }) => openConflicts(item));
if (conflicts.length === 0) throw new Error("the fixtures hold a conflict");

mkdirSync(target, { recursive: true });
for (const [name, client] of [
  ["laptop", laptop],
  ["phone", phone],
] as const) {
  const { items } = await client.exportItems();
  const contents = items.map(({ id, content }) => [id, fromUtf8(encodeContent(content))]);
  writeFileSync(join(target, `${name}.json`), `${JSON.stringify(contents, null, 1)}\n`);
}
const { items, unreadable } = await laptop.exportItems();
const pieces = [...exportPieces({ exported: Date.now(), origin: releaseOrigin, account, unreadable }, items)];
writeFileSync(join(target, "export.json"), Buffer.concat(pieces));
writeFileSync(join(target, "wire.json"), `${JSON.stringify(wire, null, 1)}\n`);
await laptop.close();
await phone.close();
await server.close();
for (const name of ["laptop", "phone", "server"]) {
  const kept = readdirSync(join(folder, name)).filter((file) => !/(-wal|-shm|\.lock)$|^run\.lock/.test(file));
  for (const file of kept) cpSync(join(folder, name, file), join(target, name, file), { recursive: true });
}
rmSync(folder, { recursive: true });
process.stdout.write(`Made tests/upgrade/${version}: ${items.length} items, ${wire.length} exchanges.\n`);
