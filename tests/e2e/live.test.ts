// Always on, with real processes: a device that watches, an agent that keeps a folder unlocked, and what happens when one of them, or the
// server, is killed.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unlock } from "@holdfast/core";
import { openNodeHome } from "@holdfast/core/adapters/node-home";
import { expect, onTestFinished, test } from "vitest";
import { type Lines, linesOf } from "./support/lines.ts";
import { device, ended, firstDevice, listenOf, nextDevice, run, serve, testFolder } from "./support/program.ts";
import { mainPassword } from "./support/seat.ts";

const launcher = fileURLToPath(new URL("../../apps/cli/bin/holdfast.js", import.meta.url));

type Event = { readonly event: string; readonly [member: string]: unknown };

/** Waits for the first line of `--watch` that says this. */
const heard = async (lines: Lines, wanted: (event: Event) => boolean): Promise<Event> =>
  JSON.parse(await lines.until((line) => wanted(JSON.parse(line))));

/** The keys that the agent is handed, as `unlock` has them. */
async function keysOf(folder: string): Promise<Uint8Array> {
  const home = await openNodeHome(folder);
  const client = await unlock(home, mainPassword);
  if (!client.ok) throw new Error("it does not open");
  const keys = client.value.keys();
  await client.value.close();
  return keys;
}

/** Starts the agent as `unlock` does, but as a child of the test, so that it can be killed. */
function startAgent(folder: string, keys: Uint8Array): { readonly child: ChildProcess; readonly lines: Lines } {
  const child = spawn(process.execPath, [launcher, "agent", "--home", folder], { stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  child.stdin?.on("error", () => {});
  child.stdin?.end(keys);
  return { child, lines: linesOf(child) };
}

const ready = (line: string) => line === "ready";

async function twoDevices() {
  const folder = testFolder();
  const { server, laptop } = await firstDevice(folder);
  const { code } = await laptop.json<{ code: string }>(["setup-code"]);
  const phone = await nextDevice(folder, "Phone", code);
  return { folder, server, laptop, phone };
}

test("[S36] what is saved on one device stands in the lines of the one that watches, which ends when it is asked to", async () => {
  const { laptop, phone } = await twoDevices();
  const watching = phone.start(["sync", "--watch", "--show"]);
  const lines = linesOf(watching);
  const end = ended(watching);
  await heard(lines, ({ phase }) => phase === "up-to-date");
  const { id } = await laptop.json<{ id: string }>(["add", "--kind", "login", "--title", "GitHub", "--field", "username=octo"]);
  const added = await heard(lines, ({ event }) => event === "changed");
  expect(added).toEqual({
    event: "changed",
    id,
    title: "GitHub",
    paths: ["title", "username"],
    device: "Laptop",
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    values: { title: "GitHub", username: "octo" },
  });
  await laptop.run(["edit", id, "--field", "username=cat"]);
  expect(await heard(lines, ({ paths }) => JSON.stringify(paths) === '["username"]')).toMatchObject({ values: { username: "cat" } });
  watching.kill("SIGINT");
  expect((await end).code).toBe(0);
});

test("[S37] a server that is killed and started anew is told as such, and both go on by themselves", async () => {
  const { folder, server, laptop, phone } = await twoDevices();
  const watching = phone.start(["sync", "--watch"]);
  const lines = linesOf(watching);
  const end = ended(watching);
  await heard(lines, ({ phase }) => phase === "up-to-date");
  await server.kill();
  // An edit while nobody answers is saved, and counted by the device itself.
  const { id } = await laptop.json<{ id: string }>(["add", "--kind", "note", "--title", "Offline"]);
  expect(await laptop.json(["status"])).toMatchObject({ phase: "waiting", waiting: 1 });
  const again = await serve(folder.path("server"), { listen: listenOf(server.url) });
  await laptop.json(["sync"]);
  expect(await heard(lines, ({ event }) => event === "changed")).toMatchObject({ id, title: "Offline" });
  expect(lines.said.join("\n")).not.toContain("values");
  watching.kill("SIGTERM");
  expect((await end).code).toBe(0);
  await again.stop();
});

test("[K8] an agent lets every command of the folder go on without the password, sends what they save, and forgets all on lock", async () => {
  const { folder, laptop, phone } = await twoDevices();
  const { child, lines } = startAgent(laptop.home, await keysOf(laptop.home));
  const end = ended(child);
  await lines.until(ready);
  const home = ["--home", laptop.home];
  const saved = await run([...home, "add", "--kind", "login", "--title", "By agent"]);
  expect([saved.code, saved.err]).toEqual([0, "Saved. Up to date · just now\n"]);
  expect((await run([...home, "list", "--json"])).out).toContain("By agent");
  await phone.json(["sync"]);
  expect(await phone.json<{ title: string }[]>(["list"])).toMatchObject([{ title: "By agent" }]);
  // What opens everything is shown only to somebody who knows the password.
  expect((await run([...home, "setup-code"])).code).toBe(3);
  const seen = ["cmdline", "environ"].map((name) => `/proc/${child.pid}/${name}`).filter((path) => existsSync(path));
  const command = seen.map((path) => readFileSync(path, "latin1")).join("\n");
  expect(command).not.toContain(mainPassword);

  const locked = await run([...home, "lock"]);
  expect([locked.code, locked.err]).toEqual([0, "Locked.\n"]);
  expect((await end).code).toBe(0);
  expect((await run([...home, "list"])).code).toBe(3);
  expect((await run([...home, "lock"])).err).toBe("This folder was locked already.\n");
  for (const name of readdirSync(laptop.home)) expect(statSync(join(laptop.home, name)).mode & 0o077).toBe(0);
  expect(existsSync(folder.path("laptop"))).toBe(true);
});

test("[K8] an agent that is killed leaves nothing broken, and no folder ever has two", async () => {
  const { laptop } = await twoDevices();
  const keys = await keysOf(laptop.home);
  const home = ["--home", laptop.home];
  const first = startAgent(laptop.home, keys);
  await first.lines.until(ready);
  const second = startAgent(laptop.home, keys);
  expect(await ended(second.child)).toMatchObject({ code: 1, err: "This folder has an agent already.\n" });
  expect((await run([...home, "list"])).code).toBe(0);

  const died = ended(first.child);
  first.child.kill("SIGKILL");
  await died;
  expect((await run([...home, "list"])).code).toBe(3);
  expect(await laptop.json(["list"])).toEqual([]);
  const third = startAgent(laptop.home, keys);
  await third.lines.until(ready);
  expect((await run([...home, "list"])).code).toBe(0);
  third.child.kill("SIGTERM");
  expect((await ended(third.child)).code).toBe(0);
});

test("[K8] keys that are not this folder's open nothing, and signing out ends the agent", async () => {
  const { folder, laptop, phone } = await twoDevices();
  const other = device(folder.path("other"), folder.passwordFile);
  const foreign = await firstDevice({ ...testFolder(), passwordFile: folder.passwordFile }, { account: "other@example.com" });
  const wrong = startAgent(laptop.home, await keysOf(foreign.laptop.home));
  expect(await ended(wrong.child)).toMatchObject({ code: 1, err: "These are not the keys of this folder.\n" });
  const nowhere = startAgent(other.home, new Uint8Array(10));
  expect((await ended(nowhere.child)).code).toBe(3);
  const garbage = startAgent(phone.home, new Uint8Array(1_000).fill(7));
  expect((await ended(garbage.child)).code).toBe(1);

  const agent = startAgent(laptop.home, await keysOf(laptop.home));
  const end = ended(agent.child);
  await agent.lines.until(ready);
  expect((await run(["--home", laptop.home, "signout"])).code).toBe(0);
  expect((await end).code).toBe(0);
});

test("[S17] an agent lets go of the server when the switch is turned off", async () => {
  const { laptop, phone } = await twoDevices();
  const agent = startAgent(laptop.home, await keysOf(laptop.home));
  await agent.lines.until(ready);
  const home = ["--home", laptop.home];
  expect((await run([...home, "sync", "off"])).code).toBe(0);
  expect((await run([...home, "add", "--kind", "note", "--title", "Kept"])).code).toBe(0);
  expect(JSON.parse((await run([...home, "status", "--json"])).out)).toMatchObject({ phase: "off", waiting: 1 });
  expect((await run([...home, "sync", "on"])).code).toBe(0);
  expect(JSON.parse((await run([...home, "status", "--json"])).out)).toMatchObject({ phase: "up-to-date", waiting: 0 });
  await phone.json(["sync"]);
  expect(await phone.json(["list"])).toMatchObject([{ title: "Kept" }]);
});
