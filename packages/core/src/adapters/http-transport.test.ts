import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { assert, type Bytes, concat, headRef, limits, toHex, utf8 } from "@holdfast/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { ask } from "../sync/request.ts";
import { Cut, type TransportFailure, type TransportRequest, type TransportResponse } from "../sync/transport.ts";
import { httpTransport } from "./http-transport.ts";

const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, "close");
  }
});

async function listening<S extends Server | TcpServer>(server: S): Promise<{ origin: string; server: S }> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(address !== null && typeof address === "object", "a server listens on a port");
  return { origin: `http://127.0.0.1:${address.port}`, server };
}

const http = (listener: RequestListener) => listening(createServer(listener));
/** A server that sees the very bytes of each connection. */
const tcp = (onSocket: (socket: Socket) => void) =>
  listening(
    createTcpServer((socket) => {
      socket.on("error", () => undefined);
      onSocket(socket);
    }),
  );

const get: TransportRequest = { method: "GET", path: "/healthz", token: null };
const post: TransportRequest = { method: "POST", path: "/v1/push", token: "dG9rZW4", ifMatch: "ab12", body: utf8("a sealed body") };

function answered(outcome: TransportResponse | TransportFailure): TransportResponse {
  assert(!("type" in outcome), `an answer came, not ${JSON.stringify(outcome)}`);
  return outcome;
}

async function whole(body: AsyncIterable<Bytes>): Promise<Bytes> {
  const chunks: Bytes[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return concat(...chunks);
}

async function received(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("the server's clock", () => {
  it("is told where the answer has a date, and left out where it has none or no date", async () => {
    const dates = [new Date(1_700_000_000_000).toUTCString(), "yesterday", null];
    const { origin } = await http((_, response) => {
      response.sendDate = false;
      const date = dates.shift();
      if (typeof date === "string") response.setHeader("date", date);
      response.end();
    });
    const transport = httpTransport(origin);
    expect(answered(await transport.send(get)).date).toBe(1_700_000_000_000);
    expect(answered(await transport.send(get)).date).toBeUndefined();
    expect(answered(await transport.send(get)).date).toBeUndefined();
  });
});

describe("a request", () => {
  it("carries method, path, body and the lines of the protocol", async () => {
    let seen: { method?: string | undefined; url?: string | undefined; headers: IncomingMessage["headers"]; body: string } | undefined;
    const { origin } = await http(async (request, response) => {
      seen = { method: request.method, url: request.url, headers: request.headers, body: (await received(request)).toString() };
      response.writeHead(412).end("an answer");
    });
    const answer = answered(await httpTransport(origin).send(post));
    expect([answer.status, new TextDecoder().decode(await whole(answer.body))]).toEqual([412, "an answer"]);
    expect(seen).toMatchObject({ method: "POST", url: "/v1/push", body: "a sealed body" });
    expect(seen?.headers).toMatchObject({
      authorization: "Bearer dG9rZW4",
      "if-match": '"ab12"',
      "content-type": "application/cbor",
      "content-length": "13",
      "holdfast-protocol": "1",
      "accept-encoding": "identity",
    });
  });

  it("carries no token, head or type where there is none", async () => {
    let headers: IncomingMessage["headers"] = {};
    const { origin } = await http((request, response) => {
      headers = request.headers;
      response.end();
    });
    const answer = answered(await httpTransport(origin).send(get));
    expect(await whole(answer.body)).toEqual(new Uint8Array(0));
    for (const name of ["authorization", "if-match", "content-type", "cookie", "referer"])
      expect([name, headers[name]]).toEqual([name, undefined]);
  });

  it("sends the bytes of a part of a buffer, and not those around it", async () => {
    let body = "";
    const { origin } = await http(async (request, response) => {
      body = (await received(request)).toString("hex");
      response.end();
    });
    const answer = answered(await httpTransport(origin).send({ ...post, body: Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4) }));
    await whole(answer.body);
    expect(body).toBe("010203");
  });

  it("[attack 143] goes to its own origin alone: a redirect is an answer, and nobody follows it with the token", async () => {
    let visits = 0;
    const other = await http((_, response) => {
      visits++;
      response.end();
    });
    const { origin } = await http((_, response) => response.writeHead(307, { location: other.origin }).end());
    const answer = answered(await httpTransport(origin).send(post));
    await whole(answer.body);
    expect([answer.status, visits]).toEqual([307, 0]);
  });

  it("is counted with the bytes of head and body, up and down, within a few lines' worth", async () => {
    let up = 0;
    const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-length: 3000\r\n\r\n${"x".repeat(3000)}`;
    const { origin } = await tcp((socket) => {
      let text = "";
      socket.on("data", (chunk) => {
        up += chunk.length;
        text += chunk.toString("latin1");
        if (text.endsWith("a sealed body")) {
          text = "";
          socket.write(answer);
        }
      });
    });
    const transport = httpTransport(origin);
    for (let n = 0; n < 3; n++) await whole(answered(await transport.send(post)).body);
    expect(transport.traffic.requests).toBe(3);
    expect(Math.abs(transport.traffic.bytesUp - up)).toBeLessThan(3 * 60);
    expect(transport.traffic.bytesDown).toBe(3 * answer.length);
  });
});

describe("an answer", () => {
  it("streams: its first bytes are read before its last are sent", async () => {
    const { origin } = await http((_, response) => {
      response.write("first");
      send = () => response.end("last");
    });
    let send = () => {};
    const answer = answered(await httpTransport(origin).send(get));
    const chunks: string[] = [];
    for await (const chunk of answer.body) {
      chunks.push(new TextDecoder().decode(chunk));
      if (chunks.length === 1) send();
    }
    expect(chunks).toEqual(["first", "last"]);
  });

  it("ends with Cut where the connection breaks, with what had come before", async () => {
    const { origin } = await tcp((socket) => {
      socket.once("data", () =>
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", () => setImmediate(() => socket.destroy())),
      );
    });
    const answer = answered(await httpTransport(origin).send(get));
    const seen: string[] = [];
    const reading = async () => {
      for await (const chunk of answer.body) seen.push(new TextDecoder().decode(chunk));
    };
    await expect(reading()).rejects.toBeInstanceOf(Cut);
    expect(seen.join("")).toBe("half");
  });

  it("[attack 158] that swells when it is unpacked, though nobody asked for a packed one, is left at what an answer may have", async () => {
    const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024), { level: 9 });
    let ended = false;
    const { origin } = await http((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-length": String(bomb.length) }).end(bomb);
      response.on("close", () => {
        ended = true;
      });
    });
    const transport = httpTransport(origin);
    expect(await ask(transport, headRef, get)).toEqual({ ok: false, error: { type: "not-holdfast" } });
    expect(transport.traffic.bytesDown).toBeLessThan(2 * limits.answerBytes);
    await expect.poll(() => ended).toBe(true);
  });

  it("ends with Cut where it stands still", async () => {
    const { origin } = await http((_, response) => void response.write("first"));
    const answer = answered(await httpTransport(origin, { idleMs: 40 }).send(get));
    await expect(whole(answer.body)).rejects.toBeInstanceOf(Cut);
  });

  it("ends with Cut where it drips", async () => {
    const { origin } = await http((_, response) => {
      const drip = setInterval(() => void response.write("x"), 10);
      response.on("close", () => clearInterval(drip));
    });
    const answer = answered(await httpTransport(origin, { answerMs: 2_000, idleMs: 100 }).send(get));
    await expect(whole(answer.body)).rejects.toBeInstanceOf(Cut);
  });

  it("may take longer than the limits as long as it moves, and its reader may take its time", async () => {
    const { origin } = await http((_, response) => {
      let left = 8;
      const more = setInterval(() => {
        if (left-- > 0) return void response.write("x");
        clearInterval(more);
        response.end();
      }, 40);
      response.flushHeaders();
    });
    const answer = answered(await httpTransport(origin, { answerMs: 2_000, idleMs: 200 }).send(get));
    let first = true;
    let length = 0;
    for await (const chunk of answer.body) {
      length += chunk.length;
      if (first) await new Promise((resolve) => setTimeout(resolve, 250));
      first = false;
    }
    expect(length).toBe(8);
  });

  it("can be left: its connection is closed", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const { origin } = await http((_, response) => {
      closed = once(response, "close");
      response.write("first");
    });
    for await (const _ of answered(await httpTransport(origin).send(get)).body) break;
    await closed;
  });
});

describe("no answer", () => {
  it("is `refused` where nobody listens", async () => {
    const { origin, server } = await http(() => undefined);
    server.close();
    await once(server, "close");
    expect(await httpTransport(origin).send(post)).toEqual({ type: "unreachable", why: "refused" });
  });

  it("is `name` or `offline` where the name leads nowhere", async () => {
    const outcome = await httpTransport("https://nowhere.invalid").send(post);
    expect(outcome).toMatchObject({ type: "unreachable", why: expect.stringMatching(/^(name|offline)$/) });
  });

  it("is `timeout` where a server takes the request and says nothing", async () => {
    const { origin } = await http(() => undefined);
    expect(await httpTransport(origin, { answerMs: 40 }).send(get)).toEqual({ type: "unreachable", why: "timeout" });
  });

  it("is `other` where something else than HTTP answers", async () => {
    const { origin } = await tcp((socket) => void socket.end("SSH-2.0-server\r\n"));
    expect(await httpTransport(origin).send(get)).toEqual({ type: "unreachable", why: "other" });
  });

  it("gives the slow sender of a large body more time: 64 kbit/s suffice", async () => {
    const delays: number[] = [];
    const { origin } = await http((_, response) => void response.end());
    const after = (delayMs: number) => {
      delays.push(delayMs);
      return () => undefined;
    };
    const timers = { after };
    const transport = httpTransport(origin, { answerMs: 1_000, idleMs: 500, timers });
    await whole(answered(await transport.send({ ...post, body: new Uint8Array(80_000) })).body);
    expect(delays[0]).toBe(11_000);
    expect(delays.slice(1).every((delay) => delay === 500 || delay === 1_500)).toBe(true);
  });
});

describe("a kept connection that was closed meanwhile", () => {
  /** Answers the first request of each connection, and breaks it at the second, before any byte of an answer. */
  const breaking = (bodies: string[]) =>
    tcp((socket) => {
      let requests = 0;
      socket.on("data", (chunk) => {
        bodies.push(chunk.toString("latin1").split("\r\n\r\n")[1] ?? "");
        if (requests++ === 0) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok");
        else socket.resetAndDestroy();
      });
    });

  it("costs one immediate resend of the same bytes", async () => {
    const bodies: string[] = [];
    const { origin } = await breaking(bodies);
    const transport = httpTransport(origin);
    for (let n = 0; n < 3; n++) {
      const answer = answered(await transport.send(post));
      expect(toHex(await whole(answer.body))).toBe("6f6b");
    }
    expect(new Set(bodies.filter((body) => body !== ""))).toEqual(new Set(["a sealed body"]));
    expect(transport.traffic.requests).toBeGreaterThan(3);
  });

  it("is resent once and not for ever", async () => {
    let connections = 0;
    const { origin } = await tcp((socket) => {
      const number = connections++;
      socket.on("data", () => (number === 0 ? socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") : socket.resetAndDestroy()));
    });
    const transport = httpTransport(origin);
    await whole(answered(await transport.send(get)).body);
    expect(await transport.send(get)).toEqual({ type: "unreachable", why: "other" });
    expect([connections, transport.traffic.requests]).toEqual([3, 3]);
  });

  it("is not resent where no answer has ever come", async () => {
    let connections = 0;
    const { origin } = await tcp((socket) => {
      connections++;
      socket.on("data", () => socket.resetAndDestroy());
    });
    expect(await httpTransport(origin).send(post)).toEqual({ type: "unreachable", why: "other" });
    expect(connections).toBe(1);
  });
});
