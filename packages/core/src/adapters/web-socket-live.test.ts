// The live connection over real sockets: against a WebSocket server, and against things that are none.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { assert, type Bytes, limits, liveClose, routes } from "@holdfast/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { webSocketLive } from "./web-socket-live.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

interface Heard {
  readonly told: (string | number | null | Bytes)[];
  /** Resolves when so many things were told. */
  until(count: number): Promise<void>;
}

function listen(): Heard & { readonly listener: Parameters<typeof webSocketLive.connect>[1] } {
  const told: Heard["told"] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const tell = (what: Heard["told"][number]) => {
    told.push(what);
    for (const { count, resolve } of waiting) if (told.length >= count) resolve();
  };
  return {
    told,
    until: (count) =>
      new Promise((resolve) => {
        if (told.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    listener: { opened: () => tell("opened"), message: tell, closed: tell },
  };
}

/** A server whose live connections are handed to `serve`. */
async function serving(serve: (socket: ServerSocket, request: IncomingMessage) => void): Promise<string> {
  const server = createServer((_, response) => response.writeHead(404).end());
  new WebSocketServer({ server }).on("connection", serve);
  return origin(server);
}

async function origin(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(address !== null && typeof address === "object", "a server listens on a port");
  return `http://127.0.0.1:${address.port}`;
}

describe("the live connection", () => {
  it("carries bytes both ways, at its own path, with no token and no cookie in its head", async () => {
    const came: Bytes[] = [];
    let head: IncomingMessage | null = null;
    const url = await serving((socket, request) => {
      head = request;
      socket.on("message", (data: Buffer) => {
        came.push(Uint8Array.from(data));
        socket.send(Uint8Array.of(4, 5, 6));
      });
    });
    const { told, until, listener } = listen();
    const connection = webSocketLive.connect(url, listener);
    expect(told).toEqual([]);
    await until(1);
    connection.send(Uint8Array.of(1, 2, 3));
    await until(2);
    expect(told).toEqual(["opened", Uint8Array.of(4, 5, 6)]);
    expect(came).toEqual([Uint8Array.of(1, 2, 3)]);
    const request = head as IncomingMessage | null;
    expect(request?.url).toBe(routes.live);
    expect(request?.headers).not.toHaveProperty("cookie");
    expect(request?.headers).not.toHaveProperty("authorization");
    expect(request?.headers.origin).toBeUndefined();
    connection.close();
  });

  it.each(Object.entries(liveClose).filter(([name]) => name !== "tooLarge"))("tells the code of its end: %s", async (_, code) => {
    const url = await serving((socket) => socket.close(code));
    const { told, until, listener } = listen();
    webSocketLive.connect(url, listener);
    await until(2);
    expect(told).toEqual(["opened", code]);
  });

  it("tells an end without a word as such", async () => {
    const url = await serving((socket) => socket.terminate());
    const { told, until, listener } = listen();
    webSocketLive.connect(url, listener);
    await until(2);
    expect(told.at(-1)).toBeNull();
  });

  it.each([
    ["a text", "text"],
    ["a message above the limit", Buffer.alloc(limits.liveEventBytes + 1)],
  ])("ends at %s, once", async (_, message) => {
    const ended = Promise.withResolvers<void>();
    const url = await serving((socket) => {
      socket.on("close", () => ended.resolve());
      socket.send(message);
      socket.send(Uint8Array.of(1));
    });
    const { told, until, listener } = listen();
    webSocketLive.connect(url, listener);
    await until(2);
    await ended.promise;
    expect(told).toEqual(["opened", null]);
  });

  it("takes a message of the very limit", async () => {
    const url = await serving((socket) => socket.send(Buffer.alloc(limits.liveEventBytes, 3)));
    const { told, until, listener } = listen();
    const connection = webSocketLive.connect(url, listener);
    await until(2);
    expect((told[1] as Bytes).length).toBe(limits.liveEventBytes);
    connection.close();
  });

  it("that does not come to be is closed: nobody there, another server, a refusal", async () => {
    const gone = createServer();
    const nobody = await origin(gone);
    servers.splice(servers.indexOf(gone), 1);
    gone.close();
    await once(gone, "close");
    const website = await origin(createServer((_, response) => response.end("hello")));
    for (const url of [nobody, website]) {
      const { told, until, listener } = listen();
      webSocketLive.connect(url, listener);
      await until(1);
      expect(told).toEqual([null]);
    }
  });

  it("closed by us says nothing any more, whether it had opened or not", async () => {
    const ended = Promise.withResolvers<void>();
    const url = await serving((socket) => {
      socket.on("close", () => ended.resolve());
      socket.send(Uint8Array.of(1));
    });
    const early = listen();
    webSocketLive.connect(url, early.listener).close();
    const late = listen();
    const connection = webSocketLive.connect(url, late.listener);
    await late.until(1);
    connection.close();
    connection.send(Uint8Array.of(9));
    connection.close();
    await ended.promise;
    expect(early.told).toEqual([]);
    expect(late.told.filter((what) => what !== "opened" && !(what instanceof Uint8Array))).toEqual([]);
  });
});
