// Live connections as a load has them: opened a few at a time, their hello answered, and silent from then on.

import type { Socket } from "node:net";
import { encode, liveRequest, routes } from "@holdfast/protocol";
import type { TestDevice } from "@holdfast/server/testing/test-account";
import { clientFrame, openWebSocket } from "./plain-web-socket.ts";

/** Connections opened at a time: the server lets few in from one address that have not said whose they are. */
const together = 16;

/** A live connection for each device, its hello answered. */
export async function openLive(url: string, devices: readonly TestDevice[]): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  for (let at = 0; at < devices.length; at += together) {
    sockets.push(...(await Promise.all(devices.slice(at, at + together).map((device) => openOne(url, device)))));
  }
  return sockets;
}

async function openOne(url: string, { session }: TestDevice): Promise<Socket> {
  const socket = await openWebSocket(url, routes.live);
  await new Promise<void>((resolve, reject) => {
    socket.once("data", () => resolve());
    socket.once("close", () => reject(new Error("The hello was refused")));
    socket.write(clientFrame(encode(liveRequest, { kind: "hello", token: session.token })));
  });
  return socket;
}
