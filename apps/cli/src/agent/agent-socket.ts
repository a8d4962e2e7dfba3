// The agent's socket: one request for each connection, answered and closed. What is too long, too slow or not of the form is cut off;
// none of it can stop the agent.

import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { encodeFrame, readFrames } from "@holdfast/protocol";
import { type AgentReply, type AgentRequest, agentReply, agentRequest } from "./messages.ts";

/** How long a connection may stand that has not asked, in milliseconds. */
const askMs = 5_000;
/** How long answers under way may take once the agent has ended, in milliseconds. */
const lastWordsMs = 1_000;
/** Connections at once; a command has one. */
const mostConnections = 64;

export interface AgentSocket {
  close(): Promise<void>;
}

/** Listens at `path`, which nobody else listens at (the caller holds the folder's agent lock); a socket left by one that died is replaced. */
export async function serveSocket(path: string, handle: (request: AgentRequest) => Promise<AgentReply | null>): Promise<AgentSocket> {
  const open = new Set<Socket>();
  /** Answers under way; the one to `lock` is the last. */
  const answers = new Set<Promise<void>>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    const answered = answer(socket, handle).finally(() => answers.delete(answered));
    answers.add(answered);
  });
  server.maxConnections = mostConnections;
  rmSync(path, { force: true });
  await listening(server, path);
  chmodSync(path, 0o600);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const late = new Promise<void>((resolve) => void setTimeout(resolve, lastWordsMs).unref());
      await Promise.race([Promise.allSettled(answers), late]);
      for (const socket of open) if (!socket.writableEnded) socket.destroy();
      await Promise.race([closed, late]);
      for (const socket of open) socket.destroy();
    },
  };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function answer(socket: Socket, handle: (request: AgentRequest) => Promise<AgentReply | null>): Promise<void> {
  const late = setTimeout(() => socket.destroy(), askMs);
  try {
    const request = await one(socket);
    clearTimeout(late);
    const reply = request === null ? null : await handle(request);
    if (reply === null) socket.destroy();
    // Whoever goes on sending after the request, or never ends, would hold its connection for ever.
    else socket.end(encodeFrame(agentReply, reply), () => socket.destroy());
  } catch {
    clearTimeout(late);
    socket.destroy();
  }
}

async function one(socket: Socket): Promise<AgentRequest | null> {
  const frames = readFrames(agentRequest, bytesOf(socket));
  const first = await frames.next();
  return first.done ? null : first.value;
}

/** Chunks of a socket; leaving the loop does not end the socket, which is still to be answered on. */
async function* bytesOf(socket: Socket): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) yield chunk instanceof Uint8Array ? chunk : new Uint8Array(0);
}

/** Asks the agent at `path`; null where nobody listens, the answer is not of the form, or `waitMs` has passed. */
export function askSocket(path: string, request: AgentRequest, waitMs: number): Promise<AgentReply | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const finish = (reply: AgentReply | null) => {
      clearTimeout(late);
      socket.destroy();
      resolve(reply);
    };
    const late = setTimeout(() => finish(null), waitMs);
    socket.on("error", () => finish(null));
    socket.on("connect", () => {
      socket.end(encodeFrame(agentRequest, request));
      readReply(socket).then(finish, () => finish(null));
    });
  });
}

async function readReply(socket: Socket): Promise<AgentReply | null> {
  const first = await readFrames(agentReply, bytesOf(socket)).next();
  return first.done ? null : first.value;
}
