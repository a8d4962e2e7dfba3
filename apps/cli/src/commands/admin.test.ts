// What the one who runs a server does, on folders of real servers.

import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseInvitation } from "@holdfast/core";
import { type RunningServer, startServer } from "@holdfast/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestWorld, testWorld } from "../testing/test-world.ts";
import { sizeText } from "./admin.ts";

let world: TestWorld;
let folder: string;
let data: string;
const running: RunningServer[] = [];

beforeEach(() => {
  world = testWorld();
  folder = mkdtempSync(join(tmpdir(), "holdfast-admin-"));
  data = join(folder, "data");
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
  world.end();
  rmSync(folder, { recursive: true, force: true });
});

async function serving(): Promise<RunningServer> {
  const server = await startServer({ listen: { host: "127.0.0.1", port: 0 }, dataDir: data, signup: "invite", log: () => {} });
  running.push(server);
  return server;
}
const admin = (...words: string[]) => world.run(["admin", ...words, "--data", data]);
const json = async (...words: string[]): Promise<unknown> => {
  const { code, out } = await world.run(["admin", ...words, "--data", data, "--json"]);
  expect(code).toBe(0);
  return JSON.parse(out);
};

describe("holdfast admin invite", () => {
  it("prints an invitation, each time another", async () => {
    await serving();
    const first = await admin("invite");
    expect([first.code, first.err]).toEqual([
      0,
      expect.stringMatching(/^Good for one account, until \d{4}-\d\d-\d\d\. It is shown this once\.\n$/),
    ]);
    expect(parseInvitation(first.out)).toHaveLength(16);
    expect((await admin("invite")).out).not.toBe(first.out);
    expect(await json("invite")).toEqual({
      invitation: expect.stringMatching(/^[0-9a-f-]{39}$/),
      until: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await json("stats")).toMatchObject({ accounts: 0, invitations: 3 });
  });

  it("says where there is no server's data, and makes none", async () => {
    expect(await admin("invite")).toEqual({ code: 1, out: "", err: "There is no server's data in this folder.\n" });
    expect(existsSync(data)).toBe(false);
  });
});

describe("holdfast admin backup and restore", () => {
  it("write a file of the owner's alone beside a running server, and put it back", async () => {
    const server = await serving();
    await admin("invite");
    const file = join(folder, "backup");
    const made = await admin("backup", file);
    expect([made.code, made.out]).toEqual([0, ""]);
    expect(made.err).toMatch(/^The backup is in .*backup \([\d.]+ KiB\), and was read through\.\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await admin("backup", file)).toMatchObject({ code: 1, err: "The backup is not written over a file that is there.\n" });
    await admin("invite");
    expect(await admin("restore", file, "--replace")).toMatchObject({ code: 1, err: "Another server is running on this data folder.\n" });
    await server.close();
    expect((await admin("restore", file)).err).toMatch(/^There is a server's data in this folder already; --replace /);
    expect(await json("stats")).toMatchObject({ invitations: 2 });
    expect((await admin("restore", file, "--replace")).err).toMatch(
      /^The backup is in place\.\nWhat was there before is kept beside it as holdfast\.sqlite\.before-/,
    );
    expect(await json("stats")).toMatchObject({ invitations: 1 });
    rmSync(data, { recursive: true });
    expect(await json("restore", file)).toEqual({ kept: null });
    expect(await json("stats")).toMatchObject({ invitations: 1 });
    expect(await json("backup", `${file}2`)).toEqual({ file: `${file}2`, bytes: statSync(`${file}2`).size });
  });

  it("refuse a file that is no backup, and a place that is none", async () => {
    await (await serving()).close();
    const file = join(folder, "text");
    writeFileSync(file, "text");
    expect(await admin("restore", file, "--replace")).toMatchObject({ code: 1, err: "This file is no whole backup of a server.\n" });
    expect(readdirSync(data).sort()).toEqual(["holdfast.lock", "holdfast.sqlite"]);
    await expect(admin("backup", join(folder, "nowhere", "file"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("holdfast admin stats", () => {
  it("tells numbers in words", async () => {
    await serving();
    const { code, out } = await admin("stats");
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^0 accounts, 0 devices, 0 sessions\n0 open invitations\n0 vaults with 0 items from 0 commits\n0 bytes sealed, \d+ KiB on the disk\n$/,
      ),
    ]);
  });

  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [1_023, "1,023 bytes"],
    [1_024, "1.0 KiB"],
    [10_240, "10 KiB"],
    [1_572_864, "1.5 MiB"],
    [3 * 2 ** 30, "3.0 GiB"],
    [5_000 * 2 ** 40, "5000 TiB"],
  ])("says %d as %s", (bytes, text) => expect(sizeText(bytes)).toBe(text));
});

describe("holdfast serve", () => {
  it("says in one sentence that another one runs on the folder", async () => {
    await serving();
    const { code, out, err } = await world.run(["serve", "--listen", "127.0.0.1:0", "--data", data]);
    expect([code, out, err]).toEqual([1, "", "Another server is running on this data folder.\n"]);
  });

  it("says in one sentence that its certificate is none", async () => {
    const file = world.file("cert", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const { code, err } = await world.run(["serve", "--listen", "127.0.0.1:0", "--data", data, "--tls-cert", file, "--tls-key", file]);
    expect([code, err]).toEqual([1, "--tls-cert and --tls-key hold no certificate with its private key in PEM.\n"]);
    expect(existsSync(data)).toBe(false);
  });
});

describe("holdfast signup --invitation-file", () => {
  const signup = (...more: string[]) =>
    world.run(["--home", "a", "signup", "--server", world.origin, "--account", "kim", ...more, "--password-file", world.path("password")]);

  it("takes the invitation from a file", async () => {
    const file = world.file("invitation", "0011-2233-4455-6677-8899-aabb-ccdd-eeff\n");
    const { code, err } = await signup("--invitation-file", file);
    expect([code, err]).toEqual([0, expect.stringContaining("The account kim is made")]);
  });

  it("refuses a file that holds none, before anything is asked or made", async () => {
    const file = world.file("invitation", "0011-2233\n");
    const { code, out, err } = await signup("--invitation-file", file);
    expect([code, out, err]).toEqual([1, "", "The invitation file holds no invitation: it is 32 digits and letters from a to f.\n"]);
    expect(world.home("a")).toBeUndefined();
  });
});
