// Offline is no error, off is off, and what two devices did meanwhile is all there afterwards.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { device, firstDevice, listenOf, nextDevice, serve, testFolder } from "./support/program.ts";
import { wire } from "./support/wire.ts";

interface Status {
  readonly phase: string;
  readonly text: string;
  readonly waiting: number;
  readonly enabled: boolean;
  readonly attention: readonly { readonly kind: string; readonly items?: readonly string[] }[];
}

async function world() {
  const folder = testFolder();
  const { server, laptop, kit } = await firstDevice(folder);
  const phone = await nextDevice(folder, "Phone", kit.setupCode);
  const { id } = await laptop.json<{ id: string }>(["add", "--kind", "login", "--title", "GitHub", "--field", "username=octo"]);
  await phone.json(["sync"]);
  return { folder, server, laptop, phone, id, again: () => serve(folder.path("server"), { listen: listenOf(server.url) }) };
}

test("[S5] an edit while offline is saved, counted and sent when the server is back", async () => {
  const { server, laptop, phone, id, again } = await world();
  await server.stop();
  const edited = await laptop.run(["edit", id, "--field", "username=octocat"]);
  expect(edited).toMatchObject({ code: 0, err: "Saved. Offline · 1 change waiting\n" });
  expect(await laptop.json<Status>(["status"])).toMatchObject({ phase: "waiting", text: "Offline · 1 change waiting", waiting: 1 });
  const sync = await laptop.run(["sync"]);
  expect(sync.code).toBe(4);
  await again();
  expect((await laptop.run(["sync"])).code).toBe(0);
  expect((await phone.run(["sync"])).code).toBe(0);
  expect((await phone.run(["get", id, "--field", "username"])).out).toBe("octocat\n");
});

test("both offline: different fields both live, the same field conflicts on both until it is picked", async () => {
  const { server, laptop, phone, id, again } = await world();
  await server.kill();
  await laptop.json(["edit", id, "--field", "password=-", "--field", "username=from laptop"], "laptop's secret\n");
  await phone.json(["edit", id, "--field", "password=-", "--field", "note=from phone"], "phone's secret\n");
  await again();
  await phone.run(["sync"]);
  expect((await laptop.run(["sync"])).code).toBe(5);
  expect((await phone.run(["sync"])).code).toBe(5);
  for (const each of [laptop, phone]) {
    const { fields } = await each.json<{ fields: Record<string, unknown> }>(["get", id]);
    expect(fields).toMatchObject({ username: "from laptop", note: "from phone", password: "phone's secret" });
    const past = await each.json<readonly { path: string; value: string }[]>(["history", id]);
    expect(past.filter(({ path }) => path === "password").map(({ value }) => value)).toEqual(["phone's secret", "laptop's secret"]);
    const status = await each.json<Status>(["status"]);
    expect(status).toMatchObject({ phase: "attention", attention: [{ kind: "conflict", items: [id] }] });
  }
  const [conflict] = await laptop.json<readonly { current: unknown; other: unknown }[]>(["conflicts"]);
  expect(conflict).toMatchObject({
    path: "password",
    current: { value: "phone's secret", device: "Phone" },
    other: { value: "laptop's secret", device: "Laptop" },
  });
  await laptop.run(["conflicts", "--pick", id, "password", "other"]);
  expect((await phone.run(["sync"])).code).toBe(0);
  expect((await phone.run(["get", id, "--field", "password"])).out).toBe("laptop's secret\n");
  expect(await phone.json(["conflicts"])).toEqual([]);
});

test("edit against trash: the item is back, whole, whoever comes back first", async () => {
  for (const first of ["laptop", "phone"] as const) {
    const { server, laptop, phone, id, again } = await world();
    await server.stop();
    await laptop.run(["rm", id]);
    await phone.run(["edit", id, "--field", "note=still needed"]);
    await again();
    const order = first === "laptop" ? [laptop, phone, laptop] : [phone, laptop, phone];
    for (const each of order) await each.run(["sync"]);
    for (const each of [laptop, phone]) {
      const item = await each.json<{ trashed: boolean; fields: Record<string, unknown> }>(["get", id]);
      expect(item.trashed).toBe(false);
      expect(item.fields).toMatchObject({ title: "GitHub", username: "octo", note: "still needed" });
    }
  }
});

test("[S17] switched off, no command reaches for the server; switched on, everything goes", async () => {
  const folder = testFolder();
  const line = await wire();
  const server = await serve(folder.path("server"), { origin: line.url });
  line.to = server.url;
  const laptop = device(folder.path("laptop"), folder.passwordFile);
  await laptop.json(["signup", "--server", line.url, "--account", "octo", "--device", "Laptop"]);
  expect((await laptop.run(["sync", "off"])).code).toBe(0);
  const before = line.connections;
  await laptop.json(["add", "--kind", "note", "--title", "Later", "--field", "note=x"]);
  await laptop.run(["sync"]);
  await laptop.run(["list"]);
  expect(await laptop.json<Status>(["status"])).toMatchObject({ phase: "off", enabled: false, waiting: 1 });
  expect(line.connections).toBe(before);
  await laptop.run(["sync", "on"]);
  await laptop.run(["sync"]);
  expect(line.connections).toBeGreaterThan(before);
  expect(await laptop.json<Status>(["status"])).toMatchObject({ phase: "up-to-date", waiting: 0 });
});

test("a password, a Secret Key and an account that are wrong are told in the same words", async () => {
  const folder = testFolder();
  const { server, kit, account } = await firstDevice(folder);
  const other = await firstDevice({ ...folder, path: (name) => folder.path(`other-${name}`) }, { account: "other" });
  writeFileSync(folder.path("right"), kit.secretKey);
  writeFileSync(folder.path("wrong"), other.kit.secretKey);
  writeFileSync(folder.path("bad-password"), "incorrect horse battery\n");
  const signin = (password: string, key: string, name: string) =>
    device(folder.path(`try-${password.length}${key.length}${name}`), password).run([
      "signin",
      "--server",
      server.url,
      "--account",
      name,
      "--secret-key-file",
      key,
    ]);
  const answers = [
    await signin(folder.path("bad-password"), folder.path("right"), account),
    await signin(folder.passwordFile, folder.path("wrong"), account),
    await signin(folder.passwordFile, folder.path("right"), "nobody@example.com"),
  ];
  for (const answer of answers) expect(answer).toEqual({ ...answers[0], code: 3, out: "" });
  const malformed = kit.secretKey.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  writeFileSync(folder.path("malformed"), malformed);
  expect((await signin(folder.passwordFile, folder.path("malformed"), account)).code).toBe(2);
});

test("[attack 94] the server's files and the wire hold no secret, title, password, key or token, in any coding", async () => {
  const folder = testFolder();
  const line = await wire();
  const server = await serve(folder.path("server"), { origin: line.url });
  line.to = server.url;
  const laptop = device(folder.path("laptop"), folder.passwordFile);
  const kit = await laptop.json<{ secretKey: string }>(["signup", "--server", line.url, "--account", "octo", "--device", "CanaryDevice"]);
  const fields = [
    "--field",
    "username=CanaryUser",
    "--field",
    "uri=https://canaryhost.example",
    "--field",
    "note=CanaryNote",
    "--field",
    "tag=CanaryTag",
  ];
  await laptop.json(["add", "--kind", "login", "--title", "CanaryTitle", "--field", "password=-", ...fields], "CanaryPassword\n");
  const log = await server.stop();
  const files = readdirSync(folder.path("server")).map((name) => readFileSync(`${folder.path("server")}/${name}`));
  const everything = Buffer.concat([...files, Buffer.from(log.out + log.err), line.heard()]);
  const secretKey = kit.secretKey.slice(4);
  const canaries = [
    "CanaryDevice",
    "CanaryUser",
    "canaryhost",
    "CanaryNote",
    "CanaryTag",
    "CanaryTitle",
    "CanaryPassword",
    "correct horse battery staple",
    secretKey,
    "login",
  ];
  for (const canary of canaries) {
    const raw = Buffer.from(canary);
    const codings = [raw, Buffer.from(raw.toString("hex")), Buffer.from(canary, "utf16le"), ...base64Forms(raw)];
    for (const coding of codings) expect(everything.includes(coding), canary).toBe(false);
  }
  expect(everything.length).toBeGreaterThan(10_000);
});

/** What base64 makes of a text at each of the three places it can stand, without the letters that depend on its neighbours. */
function base64Forms(raw: Buffer): readonly Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), raw]).toString("base64");
    return Buffer.from(text.slice(shift === 0 ? 0 : shift + 1, raw.length + shift - ((raw.length + shift) % 3) + shift));
  });
}
