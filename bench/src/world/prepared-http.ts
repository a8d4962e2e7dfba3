// Requests made ready as bytes, sent over plain sockets one after the other: a load that costs its sender as little as can be, so that
// what is measured is the server.

import { connect, type Socket } from "node:net";

export interface Prepared {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A POST as HTTP/1.1 writes it. */
export function requestBytes(host: string, { path, headers, body }: Prepared): Buffer {
  const lines = Object.entries({ host, ...headers, "content-length": String(body.length) }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`), body]);
}

/** The first answer in `bytes`: its status and where it ends; null where it is not whole yet. */
export function readAnswer(bytes: Buffer): { readonly status: number; readonly end: number } | null {
  const head = bytes.indexOf("\r\n\r\n");
  if (head < 0) return null;
  const text = bytes.toString("latin1", 0, head);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error("An answer without its length");
  const end = head + 4 + Number(length);
  return end > bytes.length ? null : { status: Number(text.slice(9, 12)), end };
}

export const connected = (url: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.setNoDelay(true);
    socket.once("error", reject);
  });

/** Sends each request when the one before is answered with 200; rejects for any other answer. */
export function sendInTurn(socket: Socket, requests: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let waiting: Buffer = Buffer.alloc(0);
    const finish = (failure: Error | null): void => {
      socket.removeAllListeners("data");
      if (failure === null) resolve();
      else reject(failure);
    };
    const next = (): void => {
      const request = requests[sent++];
      if (request === undefined) finish(null);
      else socket.write(request);
    };
    socket.on("data", (bytes: Buffer) => {
      waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
      const answer = readAnswer(waiting);
      if (answer === null) return;
      waiting = waiting.subarray(answer.end);
      if (answer.status === 200) next();
      else finish(new Error(`Answered with ${answer.status}`));
    });
    socket.once("close", () => finish(new Error("The connection was closed")));
    next();
  });
}
