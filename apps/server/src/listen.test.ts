// The server behind a real port, with real fetch and real sockets.

import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Change, commit, encode, genesis, limits, routes, toHex } from "@holdfast/protocol";
import { afterEach, expect, it } from "vitest";
import { type LogLine, type RunningServer, startServer } from "./index.ts";
import { sha256 } from "./sha256.ts";
import {
  type Answerer,
  askPull,
  changesOf,
  framesOf,
  makeCommit,
  newChanges,
  pullAll,
  pushChanges,
  refusalOf,
  sendCommit,
  startDevice,
  type TestDevice,
} from "./testing/test-account.ts";

const running: { readonly server: RunningServer; readonly folder: string }[] = [];
afterEach(async () => {
  for (const { server, folder } of running.splice(0)) {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function start(
  origin?: string,
): Promise<Answerer & { readonly url: string; readonly dataDir: string; readonly log: LogLine[]; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-listen-"));
  const dataDir = join(folder, "data");
  const log: LogLine[] = [];
  const given = origin === undefined ? {} : { origin };
  const options = {
    listen: { host: "127.0.0.1", port: 0 },
    dataDir,
    signup: "open",
    log: (line: LogLine) => log.push(line),
    ...given,
  } as const;
  const server = await startServer(options);
  running.push({ server, folder });
  const send = (request: Request): Promise<Response> => fetch(new URL(new URL(request.url).pathname, server.url), request);
  return { origin: origin ?? server.url, url: server.url, dataDir, log, fetch: send, close: () => server.close() };
}

/** Sends raw bytes over a socket; answers with what came back until `until` is in it or the connection closed. */
function raw(url: string, parts: readonly (string | Uint8Array)[], until: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let got = "";
    socket.on("data", (data) => {
      got += data.toString("latin1");
      if (got.includes(until)) socket.destroy();
    });
    socket.on("close", () => resolve(got));
    socket.on("error", reject);
    for (const part of parts) socket.write(part);
  });
}

it("serves on a free port, from a folder of its own", async () => {
  const server = await start();
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
  expect(await (await fetch(server.url + routes.health)).json()).toEqual({ status: "ok" });
  expect(statSync(server.dataDir).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(server.dataDir)) expect(statSync(join(server.dataDir, file)).mode & 0o777).toBe(0o600);
});

it("[C10] binds sign-ins to the origin it was told, not to the one it was reached at", async () => {
  const server = await start("https://vault.example.org");
  const device = await startDevice(server);
  expect(device.session.token).toHaveLength(32);
  await expect(startDevice({ ...server, origin: server.url })).rejects.toThrow("sign-in-refused");
});

it("takes a full commit and streams it back", async () => {
  const device = await startDevice(await start());
  const given = await pushChanges(device, newChanges(16, limits.revisionBytes - 33));
  const frames = await pullAll(device, { after: null, whole: true });
  // Compared by hash: comparing megabytes element by element takes seconds.
  const hashes = (changes: readonly Change[]) => changes.map(({ revision }) => toHex(sha256(revision)));
  expect(hashes(changesOf(frames))).toEqual(hashes(given.changes));
});

it("[C4] answers a stale push of 4 MiB, and the client gets the answer, again and again, on whatever connection", async () => {
  const device = await startDevice(await start());
  await pushChanges(device, newChanges(1));
  const stale = await makeCommit(device.account, genesis.hash, newChanges(16, limits.revisionBytes - 33));
  for (let i = 0; i < 5; i++) {
    const response = await sendCommit(device, stale);
    expect(response.status).toBe(412);
    expect(await refusalOf(response)).toMatchObject({ kind: "stale", head: device.head });
    expect((await askPull(device, { after: device.head, whole: false })).status).toBe(200);
  }
});

const pushHead = (device: TestDevice, length: number): string =>
  [
    `POST ${routes.push(device.account.request.vault)} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Holdfast-Protocol: 1",
    "Content-Type: application/cbor",
    `Authorization: Bearer ${Buffer.from(device.session.token).toString("base64url")}`,
    `If-Match: "${"0".repeat(64)}"`,
    `Content-Length: ${length}`,
    "",
    "",
  ].join("\r\n");

it("[C4] answers a stale push before a byte of its body has come", async () => {
  const server = await start();
  const device = await startDevice(server);
  await pushChanges(device, newChanges(1));
  expect(await raw(server.url, [pushHead(device, 4_000_000)], "\r\n\r\n")).toMatch(/^HTTP\/1\.1 412 /);
});

it("[C18] answers a push that says it is too large before a byte of its body has come", async () => {
  const server = await start();
  const device = await startDevice(server);
  expect(await raw(server.url, [pushHead(device, limits.pushBytes + 1)], "\r\n\r\n")).toMatch(/^HTTP\/1\.1 413 /);
});

it("[C33] keeps its numbers from whoever comes through a proxy on this machine that says nothing of them", async () => {
  const { url } = await start("https://vault.example.org");
  const ask = (host: string) => raw(url, [`GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`], "\r\n\r\n");
  expect(await ask("vault.example.org")).toMatch(/^HTTP\/1\.1 404 /);
  expect(await ask(new URL(url).host)).toMatch(/^HTTP\/1\.1 200 /);
});

it("lets connections rest for longer than clients compute, and answers what is no HTTP", async () => {
  const server = await start();
  expect((await fetch(server.url)).headers.get("keep-alive")).toBe("timeout=75");
  expect(await raw(server.url, ["garbage\r\n\r\n"], "\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect((await fetch(server.url)).status).toBe(200);
});

it("[C3] keeps nothing of a push whose connection broke in the middle of its body", async () => {
  const server = await start();
  const device = await startDevice(server);
  const given = await makeCommit(device.account, genesis.hash, newChanges(3, 100_000));
  const body = encode(commit, given);
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  await new Promise<void>((resolve) => socket.write(pushHead(device, body.length), () => resolve()));
  await new Promise<void>((resolve) => socket.write(body.subarray(0, 150_000), () => resolve()));
  socket.destroy();
  await expect.poll(() => server.log.filter(({ event }) => event === "push").length).toBe(1);
  expect(await pullAll(device, { after: null, whole: true })).toHaveLength(2);
  expect((await sendCommit(device, given)).status).toBe(200);
});

it("[C25] finishes an answer under way when it stops, and takes nothing new", async () => {
  const server = await start();
  const device = await startDevice(server);
  for (let i = 0; i < 4; i++) await pushChanges(device, newChanges(16, limits.revisionBytes - 33));
  const response = await askPull(device, { after: null, whole: true });
  if (response.body === null) throw new Error("no body");
  const closed = server.close();
  const { frames } = await framesOf(response.body);
  expect(frames.at(-1)).toEqual({ kind: "end", to: device.head });
  await closed;
  running.splice(0);
  await expect(fetch(server.url)).rejects.toThrow();
});

it("throws where the port is taken, and leaves the folder free", async () => {
  const server = await start();
  const port = Number(new URL(server.url).port);
  const folder = mkdtempSync(join(tmpdir(), "holdfast-listen-"));
  const options = { dataDir: join(folder, "data"), signup: "closed", log: () => {} } as const;
  await expect(startServer({ ...options, listen: { host: "127.0.0.1", port } })).rejects.toThrow("EADDRINUSE");
  const second = await startServer({ ...options, listen: { host: "127.0.0.1", port: 0 } });
  running.push({ server: second, folder });
});
