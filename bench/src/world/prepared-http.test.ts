import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { bodyOf } from "../floor/listen.ts";
import { connected, readAnswer, requestBytes, sendInTurn } from "./prepared-http.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function served(status: (asked: number) => number) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(`${request.url} ${request.headers["if-match"]} ${String(await bodyOf(request))}`);
    response.writeHead(status(bodies.length), { "content-length": 2 });
    response.end("ok");
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const socket = await connected(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  closing.push(
    () => socket.destroy(),
    () => void server.close(),
  );
  return { socket, bodies };
}

const request = (body: string): Buffer => requestBytes("host", { path: "/p", headers: { "if-match": "x" }, body: Buffer.from(body) });

describe("sendInTurn", () => {
  it("sends every request as it is, one after the other", async () => {
    const { socket, bodies } = await served(() => 200);
    await sendInTurn(socket, [request("a"), request("bb"), request("")]);
    expect(bodies).toEqual(["/p x a", "/p x bb", "/p x "]);
  });

  it("stops at the first answer that is not 200", async () => {
    const { socket, bodies } = await served((asked) => (asked === 2 ? 409 : 200));
    await expect(sendInTurn(socket, [request("a"), request("b"), request("c")])).rejects.toThrow("409");
    expect(bodies.length).toBe(2);
  });
});

describe("readAnswer", () => {
  const whole = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");

  it("waits for the last byte, and takes no more", () => {
    for (let length = 0; length < whole.length; length++) expect(readAnswer(whole.subarray(0, length))).toBeNull();
    expect(readAnswer(Buffer.concat([whole, whole]))).toEqual({ status: 200, end: whole.length });
  });

  it("refuses an answer that does not say how long it is", () => {
    expect(() => readAnswer(Buffer.from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"))).toThrow();
  });
});
