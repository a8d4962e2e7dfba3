// WebSockets (RFC 6455) by hand, as little as the bench needs: an upgrade, one short masked frame up, short frames down. A connection costs
// its client next to nothing, so that thousands of them fit beside what is measured, and a floor is the floor.

import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connected } from "./prepared-http.ts";

/** RFC 6455, 1.3. */
const acceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const binaryFrame = 0x82;
const longPayload = 126;

/** A connection whose upgrade the server has taken. */
export async function openWebSocket(url: string, path: string): Promise<Socket> {
  const socket = await connected(url);
  const key = randomBytes(16).toString("base64");
  const headers = ["host: bench", "upgrade: websocket", "connection: Upgrade", `sec-websocket-key: ${key}`, "sec-websocket-version: 13"];
  socket.write(`GET ${path} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
  const answer: Buffer = await new Promise((resolve, reject) => {
    socket.once("data", resolve);
    socket.once("close", () => reject(new Error("The upgrade was refused")));
  });
  if (!answer.toString("latin1").startsWith("HTTP/1.1 101")) throw new Error("The upgrade was refused");
  socket.removeAllListeners("close");
  return socket;
}

/** The server's half of the upgrade. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${acceptGuid}`).digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
}

/** A client's frame of at most 125 bytes, masked with zeros: a mask hides nothing from anybody here. */
export const clientFrame = (payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([binaryFrame, 0x80 | payload.length, 0, 0, 0, 0]), payload]);

/** A server's frame of less than 64 KiB. */
export function serverFrame(payload: Uint8Array): Buffer {
  const short = payload.length < longPayload;
  const head = Buffer.alloc(short ? 2 : 4);
  head[0] = binaryFrame;
  head[1] = short ? payload.length : longPayload;
  if (!short) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** The payload of the first server's frame in `bytes`; null where it is not whole yet. */
export function readFrame(bytes: Buffer): Buffer | null {
  const told = bytes[1];
  if (told === undefined || (told === longPayload && bytes.length < 4)) return null;
  const [head, length] = told === longPayload ? [4, bytes.readUInt16BE(2)] : [2, told];
  return bytes.length < head + length ? null : bytes.subarray(head, head + length);
}
