// The floor of whatever travels from one device to another: one POST, one durable commit, one message of a WebSocket.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { plainRequest } from "./plain-http.ts";
import { openWebSocket, readFrame } from "./plain-web-socket.ts";
import { startFloor } from "./processes.ts";

const pushBytes = 1_800;
/** Nothing takes this long but what never comes. */
const lostMs = 60_000;

export async function inTime(what: string, at: Promise<number>): Promise<number> {
  const cancel = new AbortController();
  const lost = sleep(lostMs, null, { signal: cancel.signal }).then(
    () => Promise.reject(new Error(`${what} did not arrive`)),
    () => Number.NaN,
  );
  try {
    return await Promise.race([at, lost]);
  } finally {
    cancel.abort();
  }
}

export interface RelayFloor {
  /** Where its server is, which also has a page with nothing in it. */
  readonly url: string;
  /** Bytes of what is posted. */
  readonly pushBytes: number;
  /** Milliseconds of one turn. */
  run(): Promise<number>;
  stop(): Promise<void>;
}

export async function relayFloor(folder: string): Promise<RelayFloor> {
  mkdirSync(folder, { recursive: true });
  const server = await startFloor("relay", [join(folder, "relay.sqlite")]);
  const socket = await openWebSocket(server.url, "/");
  const body = Buffer.alloc(pushBytes, 7);
  return {
    url: server.url,
    pushBytes,
    run: async (): Promise<number> => {
      const begin = performance.now();
      const seen = new Promise<number>((resolve) => {
        socket.once("data", (bytes: Buffer) => {
          if (readFrame(bytes) !== null) resolve(performance.now());
        });
      });
      await plainRequest(server.url, body);
      return (await inTime("The message", seen)) - begin;
    },
    stop: async () => {
      socket.destroy();
      await server.stop();
    },
  };
}
