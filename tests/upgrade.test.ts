// Data made by every released version still opens: replicas with unsent edits, the server's folder, the wire and an export, as
// they were frozen under tests/upgrade/<version>/ when that version was released.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, openConflicts, parseImport, unlock } from "@holdfast/core";
import { encodeContent } from "@holdfast/core/testing/inside";
import {
  challenge,
  challengeRequest,
  commit,
  decode,
  devices,
  devicesRequest,
  fromHex,
  fromUtf8,
  pullFrame,
  pullRequest,
  pushed,
  readFrames,
  refusal,
  type Shape,
  signedIn,
  signedUp,
  signIn,
  signUp,
} from "@holdfast/protocol";
import { type RunningServer, startServer } from "@holdfast/server";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Recorded, releaseHome, releaseOrigin, releasePassword } from "./support/release.ts";

const upgrades = fileURLToPath(new URL("./upgrade/", import.meta.url));
const versions = readdirSync(upgrades, { withFileTypes: true }).filter((entry) => entry.isDirectory());

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function serve(dataDir: string): Promise<RunningServer> {
  const server = await startServer({
    listen: { host: "127.0.0.1", port: 0 },
    origin: releaseOrigin,
    dataDir,
    signup: "open",
    log: () => {},
  });
  onTestFinished(() => server.close());
  return server;
}

async function contents(client: Client): Promise<readonly (readonly [string, string | null])[]> {
  const { items } = await client.exportItems();
  return items.map(({ id, content }) => [id, fromUtf8(encodeContent(content))] as const);
}

describe.each(versions.map(({ name }) => name))("data of version %s", (version) => {
  const from = (name: string) => join(upgrades, version, name);
  const json = (name: string): unknown => JSON.parse(readFileSync(from(name), "utf8"));
  const copies = () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-upgrade-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const name of ["laptop", "phone", "server"]) cpSync(from(name), join(folder, name), { recursive: true });
    return (name: string) => join(folder, name);
  };

  async function opened(folder: string, url: string): Promise<Client> {
    const client = await unlock(await releaseHome(folder, url), releasePassword);
    if (!client.ok) throw new Error(client.error.type);
    onTestFinished(() => client.value.close());
    return client.value;
  }

  test("its replicas open offline with every item, its history, conflicts and unsent edits", async () => {
    const copy = copies();
    for (const name of ["laptop", "phone"]) {
      const client = await opened(copy(name), "http://127.0.0.1:9");
      expect(await contents(client)).toEqual(json(`${name}.json`));
    }
    const phone = await opened(copy("phone"), "http://127.0.0.1:9");
    expect((await phone.status()).waiting).toBe(1);
  });

  test("its server's folder serves its devices, which go on where they were", async () => {
    const copy = copies();
    const { url } = await serve(copy("server"));
    const laptop = await opened(copy("laptop"), url);
    const phone = await opened(copy("phone"), url);
    expect((await phone.synchronize()).end).toEqual({ type: "quiet" });
    expect((await laptop.synchronize()).end).toEqual({ type: "quiet" });
    expect(await contents(laptop)).toEqual(await contents(phone));
    const conflicted = (await laptop.items()).filter(({ item }) => openConflicts(item).length > 0);
    expect(conflicted).toHaveLength(1);
  });

  test("what went over its wire is still read", async () => {
    const shapes: readonly (readonly [RegExp, Shape<unknown>, Shape<unknown> | "stream"])[] = [
      [/account\/create$/, signUp, signedUp],
      [/challenge$/, challengeRequest, challenge],
      [/session\/create$/, signIn, signedIn],
      [/devices$/, devicesRequest, devices],
      [/push$/, commit, pushed],
      [/pull$/, pullRequest, "stream"],
    ];
    const wire = json("wire.json") as readonly Recorded[];
    expect(wire.length).toBeGreaterThan(10);
    for (const { path, request, status, answer } of wire) {
      const [, asked, answered] = shapes.find(([route]) => route.test(path)) ?? [];
      if (asked === undefined || answered === undefined) throw new Error(`no shape for ${path}`);
      expect(decode(asked, fromHex(request) ?? new Uint8Array(0)).ok, path).toBe(true);
      const body = fromHex(answer) ?? new Uint8Array(0);
      if (status !== 200) expect(decode(refusal, body).ok, path).toBe(true);
      else if (answered === "stream") await expectFrames(body);
      else expect(decode(answered, body).ok, path).toBe(true);
    }
  });

  test("its export is read back whole", () => {
    const parsed = parseImport(readFileSync(from("export.json")), "auto");
    expect(parsed.ok && parsed.value.format).toBe("holdfast");
    const expected = json("laptop.json") as readonly unknown[];
    expect(parsed.ok && parsed.value.items).toHaveLength(expected.length);
  });
});

async function expectFrames(body: Uint8Array): Promise<void> {
  const frames = readFrames(pullFrame, once(body));
  for (;;) {
    const next = await frames.next();
    if (!next.done) continue;
    expect(next.value).toEqual({ type: "whole" });
    return;
  }
}
