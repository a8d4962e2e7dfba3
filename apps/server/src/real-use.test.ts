// What a server meets in real use: TLS, proxies, readers that are slow, clients that send garbage, and being asked to stop.

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Change, limits, liveClose, routes, toHex } from "@holdfast/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type LogLine, type RunningServer, type ServerOptions, startServer, statsOf } from "./index.ts";
import { sha256 } from "./sha256.ts";
import { databaseFile } from "./storage/sqlite-database.ts";
import { makeCertificate } from "./testing/certificate.ts";
import {
  type Answerer,
  askPull,
  changesOf,
  framesOf,
  makeCommit,
  newChanges,
  post,
  pullAll,
  pushChanges,
  random,
  refusalOf,
  sendCommit,
  startDevice,
} from "./testing/test-account.ts";

const running: RunningServer[] = [];
const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const server of running.splice(0)) await server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Started extends Answerer {
  readonly url: string;
  readonly dataDir: string;
  readonly log: LogLine[];
  readonly server: RunningServer;
}

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-real-"));
  folders.push(folder);
  return folder;
};

async function start(changed: Partial<ServerOptions> = {}): Promise<Started> {
  const dataDir = join(newFolder(), "data");
  const log: LogLine[] = [];
  const options = { listen: { host: "127.0.0.1", port: 0 }, dataDir, signup: "open", log: (line: LogLine) => log.push(line) } as const;
  const server = await startServer({ ...options, ...changed });
  running.push(server);
  const send = (request: Request): Promise<Response> => fetch(new URL(new URL(request.url).pathname, server.url), request);
  return { origin: server.url, url: server.url, dataDir, log, server, fetch: send };
}

describe("TLS", () => {
  interface Answered {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
  }
  const ask = (url: string, ca: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const asked = secureRequest(url, { ca, headers, agent: false });
      asked.on("response", (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      asked.on("upgrade", (response, socket) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      asked.on("error", reject);
      asked.end();
    });

  it("serves https by itself, says never to come without, and takes live connections", async () => {
    const tls = makeCertificate();
    const { url } = await start({ tls });
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const answer = await ask(url + routes.health, tls.cert);
    expect([answer.status, answer.headers["strict-transport-security"]]).toEqual([200, "max-age=63072000"]);
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": randomBytes(16).toString("base64"),
    };
    expect((await ask(url + routes.live, tls.cert, { ...upgrade, origin: url })).status).toBe(101);
    expect((await ask(url + routes.live, tls.cert, { ...upgrade, origin: url.replace("https", "http") })).status).toBe(403);
  });

  it("is not spoken with who does not know the certificate, nor without it", async () => {
    const { url } = await start({ tls: makeCertificate() });
    await expect(ask(url + routes.health, makeCertificate().cert)).rejects.toThrow();
    await expect(fetch(url.replace("https", "http") + routes.health)).rejects.toThrow();
  });

  it("says nothing of that without it", async () => {
    const { url } = await start();
    expect((await fetch(url)).headers.get("strict-transport-security")).toBeNull();
  });
});

describe("[C32] behind a proxy", () => {
  const storm = async (server: Started, forwarded: (i: number) => string): Promise<number> => {
    let refused = 0;
    for (let i = 0; i < 140; i++) {
      const response = await post(server, routes.challenge, { body: random(3), headers: { "x-forwarded-for": forwarded(i) } });
      if (response.status === 429) refused++;
      await response.arrayBuffer();
    }
    return refused;
  };

  it("limits go by the address it tells, where it is trusted, and by nothing that a client tells otherwise", async () => {
    const trusting = await start({ trustProxy: true });
    expect(await storm(trusting, (i) => `198.51.100.${i}, 203.0.113.5`)).toBeGreaterThan(10);
    expect(await storm(trusting, (i) => `198.51.100.${i}`)).toBe(0);
    expect(await storm(await start(), () => "203.0.113.5")).toBe(0);
  });

  it("[C33] the metrics are not shown through it, and are without it", async () => {
    const { url } = await start();
    expect((await fetch(`${url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.5" } })).status).toBe(404);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(10_000_000);
  });
});

it("a quota is kept", async () => {
  const server = await start({ accountBytes: 100_000 });
  const device = await startDevice(server);
  await pushChanges(device, newChanges(1, 60_000));
  const given = await makeCommit(device.account, device.head.hash, newChanges(1, 60_000));
  expect(await refusalOf(await sendCommit(device, given))).toEqual({ kind: "quota-full" });
  await pushChanges(device, newChanges(1, 10));
});

it("[C30] a reader that does not read keeps nothing from being folded back, and gets its whole vault in the end", async () => {
  const server = await start();
  const device = await startDevice(server);
  const large = () => newChanges(16, limits.revisionBytes - 33);
  const written: Change[] = [];
  for (let i = 0; i < 3; i++) written.push(...(await pushChanges(device, large())).changes);
  const end = device.head;
  const slow = await askPull(device, { after: null, whole: true });
  const ahead: number[] = [];
  for (let i = 0; i < 16; i++) {
    await pushChanges(device, large());
    ahead.push(statSync(join(server.dataDir, `${databaseFile}-wal`)).size);
  }
  // A commit is written whole before it is folded back; 64 MiB came meanwhile.
  expect(Math.max(...ahead)).toBeLessThan(24 * 1024 * 1024);
  if (slow.body === null) throw new Error("no body");
  const { frames } = await framesOf(slow.body);
  expect(frames.at(-1)).toEqual({ kind: "end", to: end });
  const hashes = (changes: readonly Change[]): readonly string[] => changes.map(({ revision }) => toHex(sha256(revision))).sort();
  expect(hashes(changesOf(frames))).toEqual(hashes(written));
});

/** The server as a process of its own: what it holds in memory is then its alone. */
async function startProcess(): Promise<Answerer & { readonly url: string; readonly dataDir: string; readonly child: ChildProcess }> {
  const dataDir = join(newFolder(), "data");
  const program = fileURLToPath(new URL("./testing/serve-folder.ts", import.meta.url));
  const child = spawn(process.execPath, [program, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [line] = await once(child.stdout, "data");
  const url = String(line).trim();
  const send = (request: Request): Promise<Response> => fetch(new URL(new URL(request.url).pathname, url), request);
  return { origin: "https://holdfast.test", url, dataDir, child, fetch: send };
}

const memoryOf = async (url: string): Promise<number> =>
  Number(/^process_resident_memory_bytes (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

/** Writes bytes to the port and waits for its end; whatever comes back is not looked at. */
const throwAt = (url: string, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    socket.resume();
    socket.end(bytes);
  });

it("[C18] [attack 96] a storm of garbage from many at once leaves the state as it was, and the memory bounded", async () => {
  const server = await startProcess();
  const device = await startDevice(server);
  await pushChanges(device, newChanges(5));
  const before = await statsOf(server.dataDir);
  const { vault } = device.account.request;
  const huge = new Uint8Array(limits.pushBytes);
  const ifMatch = `"${toHex(device.head.hash)}"`;
  const upgrade = `GET ${routes.live} HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;
  const paths = [
    routes.signUp,
    routes.challenge,
    routes.signIn,
    routes.endSession,
    routes.devices,
    routes.push(vault),
    routes.pull(vault),
    "/v1/x",
  ];
  const one = async (i: number): Promise<void> => {
    const path = paths[i % paths.length] ?? "/";
    const token = i % 3 === 0 ? device.session.token : random(32);
    if (i % 50 === 0) {
      const response = await post(server, routes.push(vault), {
        token: device.session.token,
        body: huge,
        headers: { "if-match": ifMatch },
      });
      expect(await refusalOf(response)).toEqual({ kind: "malformed" });
    } else if (i % 4 === 0) await throwAt(server.url, Buffer.concat([Buffer.from(upgrade), random(i % 2_000)]));
    else if (i % 7 === 0) await throwAt(server.url, random(i % 5_000));
    else {
      const response = await post(server, path, { token, body: random(i % 3_000), headers: { "if-match": i % 2 === 0 ? ifMatch : "x" } });
      const refusal = await refusalOf(response);
      expect(["malformed", "too-large", "session-ended", "not-found", "stale", "too-many-requests"]).toContain(refusal.kind);
    }
  };
  const round = async (): Promise<void> => {
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let i = next++; i < 400; i = next++) await one(i);
    };
    await Promise.all(Array.from({ length: 24 }, worker));
  };
  await round();
  const warm = await memoryOf(server.url);
  await round();
  const after = await memoryOf(server.url);
  expect(after - warm).toBeLessThan(64 * 1024 * 1024);
  expect(after).toBeLessThan(400 * 1024 * 1024);
  const { aheadBytes: _, databaseBytes: __, ...kept } = await statsOf(server.dataDir);
  expect(before).toMatchObject(kept);
  expect(await pullAll(device, { after: device.head, whole: false })).toHaveLength(2);
  await pushChanges(device, newChanges(1));
});

it("[C25] drains when it is told to stop: the request under way is answered, live connections are told", async () => {
  const server = await start();
  const device = await startDevice(server);
  const socket = new WebSocket(server.url.replace("http", "ws") + routes.live);
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const given = await makeCommit(device.account, device.head.hash, newChanges(16, limits.revisionBytes - 33));
  const answered = sendCommit(device, given);
  await expect.poll(() => server.log.length).toBeGreaterThan(0);
  const stopped = server.server.close();
  const status = await answered.then(
    (response) => response.status,
    () => "refused" as const,
  );
  expect(await closed).toBe(liveClose.goingAway);
  await stopped;
  const { commits } = await statsOf(server.dataDir);
  expect(commits).toBe(status === 200 ? 1 : 0);
});
