// The walk of one edit, from one device to another: the stations of ARCHITECTURE.md in their order, with the real code of the
// client and the real server in one process. Where this page and that one differ, one of them is wrong.

import { type Client, signIn, signUp, statusText } from "@holdfast/core";
import { appTransport } from "@holdfast/core/testing/app-transport";
import { type MemoryHome, memoryHome } from "@holdfast/core/testing/memory-home";
import { type AccountName, commit, decode, equalBytes, readSealedHeader, toHex } from "@holdfast/protocol";
import { createTestServer } from "@holdfast/server/testing/test-server";
import { expect, test } from "vitest";

test("[S5, S6, S8, S11, S12] one edit walks from the laptop to the phone", async () => {
  const server = createTestServer();
  const wire = appTransport(server.origin, server.fetch);
  const laptopHome = memoryHome({ connect: () => wire, seed: "laptop" });
  const phoneHome = memoryHome({ connect: () => appTransport(server.origin, server.fetch), seed: "phone" });
  const { laptop, phone } = await twoDevices(laptopHome, phoneHome, server.origin);
  const github = await added(laptop, "GitHub", "first password");
  await laptop.synchronize();
  await phone.synchronize();

  // 1  A person changes a field: a keystroke becomes an Edit.
  const edit = new Map([["password", "second password"]]);

  // 2, 3, 4  The model takes it, it becomes bytes, and it is safe on this device, with its outbox mark, before "saved" is said.
  const saved = await laptop.edit(github, edit);
  expect(saved.ok && saved.value.item.fields.get("password")?.map(([value]) => value)).toEqual(["second password", "first password"]);
  const [waiting] = await laptopHome.store.waiting(10);
  expect(waiting && toHex(waiting.id)).toBe(github);
  expect(readSealedHeader(waiting?.waiting?.revision ?? new Uint8Array())).toBe(1);
  expect((await laptop.status()).current).toMatchObject({ phase: "waiting", waiting: 1 });

  // 5  It leaves: a signed commit on the newest head this device has verified.
  const before = await laptop.head();
  const report = await laptop.synchronize();
  const sent = wire.exchanges.filter(({ path }) => path.endsWith("/push")).at(-1);
  const pushed = decode(commit, sent?.requestBody ?? new Uint8Array());
  expect(pushed.ok && equalBytes(pushed.value.prev, before.hash)).toBe(true);
  expect(pushed.ok && pushed.value.changes.map(({ item }) => toHex(item))).toEqual([github]);

  // 6  The server orders it: the vault's head is this commit's, and the laptop knows that it is sent.
  expect(report).toMatchObject({ pushed: 1, end: { type: "quiet" } });
  expect((await laptop.head()).seq).toBe(before.seq + 1);
  expect(await laptopHome.store.waiting(10)).toEqual([]);

  // 7, 8, 9  The phone asks from its own head; what comes is checked whole, and then it is plain.
  const received = await phone.synchronize();
  expect(received).toMatchObject({ pulled: 1, end: { type: "quiet" } });
  expect(equalBytes((await phone.head()).hash, (await laptop.head()).hash)).toBe(true);

  // 10  Histories join: nothing waited on the phone, so the laptop's state is the phone's.
  const shown = await phone.find("GitHub");
  expect(shown.ok && shown.value.item.fields.get("password")?.map(([value]) => value)).toEqual(["second password", "first password"]);

  // 11  The person sees it, and the corner says where things stand.
  const status = await phone.status();
  expect(statusText(status.current, status.lastSync ?? 0)).toBe("Up to date · just now");
});

async function twoDevices(laptopHome: MemoryHome, phoneHome: MemoryHome, origin: string) {
  const password = "correct horse battery";
  const account = "octo@example.com" as AccountName;
  const laptop = await signUp(laptopHome, { origin, account, password, deviceName: "Laptop" });
  if (!laptop.ok) throw new Error(laptop.error.type);
  const { secretKey } = await readSecretKey(laptopHome);
  const phone = await signIn(phoneHome, { credentials: { origin, account, secretKey }, password, deviceName: "Phone" });
  if (!phone.ok) throw new Error(phone.error.type);
  return { laptop: laptop.value, phone: phone.value };
}

async function readSecretKey(home: MemoryHome) {
  const secretKey = await home.secretKeys.load();
  if (secretKey === null) throw new Error("the first device keeps its Secret Key");
  return { secretKey };
}

async function added(client: Client, title: string, password: string): Promise<string> {
  const made = await client.add({
    kind: "login",
    edit: new Map([
      ["title", title],
      ["password", password],
    ]),
  });
  if (!made.ok) throw new Error(made.error.type);
  return made.value.id;
}
