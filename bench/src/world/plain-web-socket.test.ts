import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { acceptWebSocket, clientFrame, openWebSocket, readFrame, serverFrame } from "./plain-web-socket.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(upgrade: ((socket: Duplex) => void) | null): Promise<string> {
  const server = createServer((_, response) => response.end());
  if (upgrade !== null) {
    server.on("upgrade", (request, socket) => {
      acceptWebSocket(request, socket);
      upgrade(socket);
    });
  }
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("openWebSocket", () => {
  it("is taken by a server and its frames arrive", async () => {
    const url = await listening((socket) => socket.once("data", (bytes: Buffer) => socket.write(serverFrame(bytes))));
    const socket: Socket = await openWebSocket(url, "/live");
    closing.push(() => socket.destroy());
    const sent = clientFrame(Buffer.from("hello"));
    socket.write(sent);
    const [bytes] = await once(socket, "data");
    expect(readFrame(bytes)).toEqual(sent);
  });

  it("says so where the server upgrades nothing", async () => {
    await expect(openWebSocket(await listening(null), "/live")).rejects.toThrow("refused");
  });
});

describe("frames", () => {
  it.each([0, 1, 125, 126, 300, 65_535])("of %d bytes are read whole or not at all", (length) => {
    const payload = Buffer.alloc(length, 7);
    const frame = serverFrame(payload);
    expect(readFrame(frame)).toEqual(payload);
    expect(readFrame(frame.subarray(0, -1))).toBeNull();
    expect(readFrame(Buffer.concat([frame, frame]))).toEqual(payload);
  });

  it("of a client are masked, as the server asks", () => {
    expect([...clientFrame(Buffer.from("ab"))]).toEqual([0x82, 0x82, 0, 0, 0, 0, 97, 98]);
  });
});
