// Live connections over real sockets: Node's own WebSocket as the client, and a raw socket for what that would not send.

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bytes, encode, type LiveEvent, type LiveRequest, limits, liveClose, liveRequest, routes } from "@holdfast/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type LogLine, type RunningServer, startServer } from "../index.ts";
import { eventOf } from "../testing/live-event.ts";
import { type Answerer, newChange, newChanges, pushChanges, random, startDevice } from "../testing/test-account.ts";

const running: { readonly server: RunningServer; readonly folder: string }[] = [];
const sockets: { close(): void }[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const { server, folder } of running.splice(0)) {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Started extends Answerer {
  readonly url: string;
  readonly log: LogLine[];
  close(): Promise<void>;
}

async function start(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-live-"));
  const log: LogLine[] = [];
  const options = { listen: { host: "127.0.0.1", port: 0 }, dataDir: join(folder, "data"), signup: "open" } as const;
  const server = await startServer({ ...options, log: (line) => log.push(line) });
  running.push({ server, folder });
  const send = (request: Request): Promise<Response> => fetch(new URL(new URL(request.url).pathname, server.url), request);
  return { origin: server.url, url: server.url, log, fetch: send, close: () => server.close() };
}

class Client {
  readonly events: LiveEvent[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  constructor(server: Started) {
    this.#socket = new WebSocket(server.url.replace("http", "ws") + routes.live);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => void this.events.push(eventOf(new Uint8Array(data)));
    this.closed = new Promise((resolve) => {
      this.#socket.onclose = ({ code }) => resolve(code);
    });
    sockets.push(this.#socket);
  }

  async opened(): Promise<void> {
    await new Promise((resolve) => {
      this.#socket.onopen = resolve;
    });
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(data);
  }

  send(request: LiveRequest): void {
    this.sendRaw(new Uint8Array(encode(liveRequest, request)));
  }

  close(): void {
    this.#socket.close();
  }
}

async function listen(server: Started, token: Bytes): Promise<Client> {
  const client = new Client(server);
  await client.opened();
  client.send({ kind: "hello", token });
  await expect.poll(() => client.events.splice(0)).toEqual([{ kind: "ready" }]);
  return client;
}

it("[C27] tells the other device of a push, with the commit, over a real WebSocket", async () => {
  const server = await start();
  const phone = await startDevice(server);
  const laptop = await startDevice(server, phone.account, true);
  const [mine, other] = [await listen(server, phone.session.token), await listen(server, laptop.session.token)];
  const given = await pushChanges(phone, newChanges(3));
  await expect.poll(() => other.events).toHaveLength(1);
  expect(other.events).toEqual([{ kind: "poke", vault: phone.account.request.vault, head: phone.head, commit: given }]);
  other.send({ kind: "ping" });
  mine.send({ kind: "ping" });
  await expect.poll(() => [other.events.length, mine.events]).toEqual([2, [{ kind: "pong" }]]);
});

it("[C36] [attack 96] has room for twenty from one address that do not say whose they are, and for more of those that do", async () => {
  const server = await start();
  const device = await startDevice(server);
  for (let i = 0; i < 25; i++) await listen(server, device.session.token);
  const strangers = Array.from({ length: 20 }, () => new Client(server));
  await Promise.all(strangers.map((one) => one.opened()));
  expect(await new Client(server).closed).toBe(1006);
  strangers[0]?.close();
  await strangers[0]?.closed;
  await listen(server, device.session.token);
});

describe("[C26] over a socket", () => {
  it("a wrong token is told its code", async () => {
    const client = new Client(await start());
    await client.opened();
    client.send({ kind: "hello", token: random(32) });
    expect(await client.closed).toBe(liveClose.sessionEnded);
  });

  it.each([
    ["text", "hello", liveClose.malformed],
    ["random bytes", new Uint8Array(random(100)), liveClose.malformed],
    ["a message of 1 KiB and a byte", new Uint8Array(limits.liveRequestBytes + 1), liveClose.tooLarge],
    ["a message of 10 MiB", new Uint8Array(10 * 1024 * 1024), liveClose.tooLarge],
  ] as const)("%s is told its code, and the server goes on", async (_, message, code) => {
    const server = await start();
    const client = new Client(server);
    await client.opened();
    client.sendRaw(message);
    expect(await client.closed).toBe(code);
    expect((await fetch(server.url + routes.health)).status).toBe(200);
  });

  it("the sign-out of its session closes it", async () => {
    const server = await start();
    const phone = await startDevice(server);
    const client = await listen(server, phone.session.token);
    const authorization = `Bearer ${Buffer.from(phone.session.token).toString("base64url")}`;
    const headers = { "holdfast-protocol": "1", authorization };
    expect((await fetch(server.url + routes.endSession, { method: "POST", headers })).status).toBe(200);
    expect(await client.closed).toBe(liveClose.sessionEnded);
  });

  it("[C25] the server's stop says so, and does not wait for one that does not answer", async () => {
    const server = await start();
    const phone = await startDevice(server);
    const client = await listen(server, phone.session.token);
    const deaf = await upgraded(server, {});
    deaf.socket.pause();
    const before = performance.now();
    await server.close();
    expect(await client.closed).toBe(liveClose.goingAway);
    expect(performance.now() - before).toBeLessThan(9_000);
    running.splice(0);
  });
});

/** A WebSocket by hand: the handshake of RFC 6455 with whatever headers, then a socket. */
async function upgraded(
  { url }: { readonly url: string },
  headers: Readonly<Record<string, string>>,
  path: string = routes.live,
): Promise<{ readonly socket: Socket; readonly status: number }> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  sockets.push({ close: () => socket.destroy() });
  const all = {
    host: "127.0.0.1",
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.write([`GET ${path} HTTP/1.1`, ...head, "", ""].join("\r\n"));
  const [answer] = await new Promise<[Buffer]>((resolve) => socket.once("data", (data: Buffer) => resolve([data])));
  return { socket, status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer.toString("latin1"))?.[1]) };
}

/** A frame of RFC 6455, 5.2, masked with zeros. */
function frameOf(message: Bytes): Buffer {
  const short = message.length < 126;
  const length = short ? [0x80 | message.length] : [0x80 | 126, message.length >> 8, message.length & 255];
  return Buffer.from([0x82, ...length, 0, 0, 0, 0, ...message]);
}

describe("[C26] the upgrade", () => {
  it("[attack 86] is for pages of the server's own origin, and for clients that are no page", async () => {
    const server = await start();
    expect((await upgraded(server, {})).status).toBe(101);
    expect((await upgraded(server, { origin: server.origin })).status).toBe(101);
    for (const origin of ["https://evil.example", "null", `${server.origin}.evil.example`, server.origin.replace("http:", "https:"), ""]) {
      expect([origin, (await upgraded(server, { origin })).status]).toEqual([origin, 403]);
    }
  });

  it("is one path's alone", async () => {
    const server = await start();
    for (const path of ["/", "/v1/live/", "/v1/live?x=1", routes.signUp]) expect((await upgraded(server, {}, path)).status).toBe(404);
  });

  it("is no other protocol's: such a request is answered as if it had not asked", async () => {
    const server = await start();
    expect((await upgraded(server, { upgrade: "h2c" }, routes.health)).status).toBe(200);
  });

  it("with a handshake that is none is refused", async () => {
    const server = await start();
    expect((await upgraded(server, { "sec-websocket-version": "7" })).status).toBeOneOf([400, 426]);
    expect((await upgraded(server, { "sec-websocket-key": "short" })).status).toBe(400);
  });
});

it("[C27] cuts who reads nothing, while others hear everything, and holds no more than its limit", async () => {
  const server = await start();
  const phone = await startDevice(server);
  const laptop = await startDevice(server, phone.account, true);
  const tablet = await startDevice(server, phone.account, true);
  const other = await listen(server, laptop.session.token);
  const deaf = await upgraded(server, {});
  deaf.socket.write(frameOf(encode(liveRequest, { kind: "hello", token: tablet.session.token })));
  await new Promise((resolve) => deaf.socket.once("data", resolve));
  deaf.socket.pause();
  let pushes = 0;
  // What the kernel takes for a reader that does not read comes on top of the queue.
  while (!server.log.some(({ event, result }) => event === "live-end" && result === "slow")) {
    await pushChanges(phone, [newChange(undefined, 60_000)]);
    pushes++;
    if (pushes === 400) throw new Error("never cut");
  }
  await expect.poll(() => other.events.length).toBe(pushes);
  expect(pushes * 60_000).toBeGreaterThan(limits.liveQueueBytes);
});

it("[C18] takes frames cut anywhere and garbage frames, and stays", async () => {
  const server = await start();
  const phone = await startDevice(server);
  for (const garbage of [random(1_000), Buffer.alloc(1_000, 0xff), Buffer.alloc(1_000, 0x82), frameOf(random(100)).subarray(0, 50)]) {
    const { socket } = await upgraded(server, {});
    await new Promise<void>((resolve) => {
      socket.once("close", () => resolve());
      socket.on("error", () => {});
      socket.resume();
      socket.end(garbage);
    });
  }
  const slow = await upgraded(server, {});
  const answered = new Promise<Buffer>((resolve) => slow.socket.once("data", resolve));
  for (const byte of frameOf(encode(liveRequest, { kind: "hello", token: phone.session.token }))) {
    await new Promise<void>((resolve) => slow.socket.write(Buffer.of(byte), () => resolve()));
  }
  expect(eventOf(new Uint8Array((await answered).subarray(2)))).toEqual({ kind: "ready" });
});
