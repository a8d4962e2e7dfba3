// Rows of the table: the agent's socket with real connections, both ends. Whatever connects, the agent answers a request of the form or closes,
// and goes on; whatever answers, a command gets a reply of the form or none.

import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askSocket, serveSocket } from "@holdfast/cli/src/agent/agent-socket.ts";
import { type AgentReply, agentReply, agentRequest } from "@holdfast/cli/src/agent/messages.ts";
import { type Bytes, concat, encodeFrame, readFrames, type Shape } from "@holdfast/protocol";
import { type Parser, read, refused } from "../parser.ts";

const place = mkdtempSync(join(tmpdir(), "holdfast-fuzz-"));
process.once("exit", () => rmSync(place, { recursive: true, force: true }));

const kinds = ["keys", "saved", "switched", "lock"] as const;
const reply: AgentReply = { kind: "keys", keys: new Uint8Array(90).fill(1) };
/** Long enough that only a program which hangs is late. */
const waitMs = 20_000;

const agentPath = join(place, "agent.sock");
const agent = serveSocket(agentPath, async ({ kind }) => (kind === "keys" ? reply : { kind: "done" }));

/** What the agent says to a connection that sends these bytes and ends. */
function said(bytes: Bytes): Promise<Bytes> {
  return new Promise((resolve) => {
    const pieces: Bytes[] = [];
    const socket = connect(agentPath, () => socket.end(bytes));
    socket.on("data", (piece: Bytes) => pieces.push(piece));
    // An agent that has read enough closes, and what is still being written to it fails.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(concat(...pieces)));
  });
}

/** How many frames of the form the bytes begin with. */
async function framesIn<T>(shape: Shape<T>, bytes: Bytes): Promise<number> {
  const frames = readFrames(
    shape,
    (async function* () {
      yield bytes;
    })(),
  );
  let count = 0;
  while (!(await frames.next()).done) count++;
  return count;
}

const connecting: Parser = {
  name: "agent's socket: what connects",
  reads: [],
  form: "bytes",
  samples: () => kinds.map((kind) => encodeFrame(agentRequest, { kind })),
  parse: async (input) => {
    await agent;
    const answer = await said(input);
    if (answer.length === 0) return refused;
    if ((await framesIn(agentReply, answer)) !== 1) throw new Error("the agent said something that is not one reply");
    if ((await framesIn(agentRequest, input)) === 0) throw new Error("the agent answered what is no request");
    return read();
  },
  runs: 250,
};

let answer: Bytes = new Uint8Array(0);
const lyingPath = join(place, "lying.sock");
const lying = new Promise<Server>((resolve) => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    socket.resume().end(answer);
  });
  server.listen(lyingPath, () => resolve(server.unref()));
});

const answering: Parser = {
  name: "agent's socket: what answers",
  reads: [],
  form: "bytes",
  samples: () => [encodeFrame(agentReply, reply), encodeFrame(agentReply, { kind: "done" })],
  parse: async (input) => {
    await lying;
    answer = input;
    const given = await askSocket(lyingPath, { kind: "keys" }, waitMs);
    return given === null ? refused : read(encodeFrame(agentReply, given));
  },
  runs: 250,
};

export const agentSocketParsers: readonly Parser[] = [connecting, answering];
