// Rows of the table: the server as anybody reaches it. Every route with a body and headers of whoever asks, and live connections. The server
// answers a code of its own, or does what a valid request asks; it never fails, and a live connection is open or closed with a word.

import { type Bytes, commit, concat, encode, genesis, liveClose, pullRequest, refusalStatus, routes, utf8 } from "@holdfast/protocol";
import { makeCommit, newChanges, post, pushChanges, refusalOf, startDevice, type TestDevice } from "@holdfast/server/testing/test-account";
import { createTestServer } from "@holdfast/server/testing/test-server";
import { type Outcome, type Parser, read, refused, textOf } from "../parser.ts";
import { frozen } from "./wire.ts";

const server = createTestServer();
const started: Promise<TestDevice> = startDevice(server).then(async (device) => {
  await pushChanges(device, newChanges(3));
  return device;
});

async function answerOf(response: Response): Promise<Outcome> {
  if (response.status === 200) {
    await response.arrayBuffer();
    return read();
  }
  const refusal = await refusalOf(response);
  if (refusal.kind === "unavailable" || refusalStatus[refusal.kind] !== response.status) {
    throw new Error(`answered ${refusal.kind} under ${response.status}`);
  }
  return refused;
}

const hex = (bytes: Bytes): string => Buffer.from(bytes).toString("hex");

/** A body for each route; the first byte says which. */
async function bodies(): Promise<readonly Bytes[]> {
  const device = await started;
  const pulls = [
    { after: device.head, whole: false },
    { after: null, whole: true },
    { after: genesis, whole: true, pairsOnly: true },
    { after: genesis, whole: false, headsOnly: true },
  ];
  const lists = [
    ...[frozen("signUp"), frozen("challengeRequest"), frozen("signIn"), frozen("devicesRequest")],
    pulls.map((asked) => encode(pullRequest, asked)),
    [encode(commit, await makeCommit(device.account, device.head.hash, newChanges(2)))],
  ];
  return lists.flatMap((list, route) => list.map((body) => concat(Uint8Array.of(route), body)));
}

const requests: Parser = {
  name: "server: bodies of requests",
  reads: ["readBody", "readSmall", "readMessage"],
  form: "bytes",
  samples: bodies,
  parse: async (input) => {
    const device = await started;
    const vault = device.account.request.vault;
    const paths = [routes.signUp, routes.challenge, routes.signIn, routes.devices, routes.pull(vault), routes.push(vault)];
    const path = paths[(input[0] ?? 0) % paths.length] ?? routes.signUp;
    const headers = { "if-match": `"${hex(device.head.hash)}"` };
    return answerOf(await post(server, path, { token: device.session.token, body: input.subarray(1), headers }));
  },
};

/** One header a line, and on the first line the path. */
const heads: Parser = {
  name: "server: heads of requests",
  reads: [],
  form: "text",
  samples: async () => {
    const device = await started;
    const token = Buffer.from(device.session.token).toString("base64url");
    const vault = device.account.request.vault;
    return [
      `${routes.pull(vault)}\nauthorization: Bearer ${token}\nholdfast-protocol: 1`,
      `${routes.push(vault)}\nauthorization: Bearer ${token}\nif-match: "${hex(device.head.hash)}"\ncontent-type: application/cbor`,
      `${routes.endSession}\nauthorization: Bearer AAAA\nx-forwarded-for: 203.0.113.7, ::1`,
    ].map(utf8);
  },
  parse: async (input) => {
    const [path = "/", ...lines] = textOf(input).split("\n");
    const headers = new Headers({ "holdfast-protocol": "1", "content-type": "application/cbor" });
    const url = URL.parse(path, server.origin);
    if (!url?.pathname.startsWith("/")) return refused;
    for (const line of lines) {
      const colon = line.indexOf(":");
      // What no header can be, does not reach the server.
      if (/^[a-z-]+$/.test(line.slice(0, colon)) && /^[\t\x20-\x7e\x80-\xff]*$/.test(line.slice(colon + 1))) {
        headers.set(line.slice(0, colon), line.slice(colon + 1));
      }
    }
    const request = new Request(server.origin + url.pathname + url.search, {
      method: "POST",
      headers,
      body: Uint8Array.from(encode(pullRequest, { after: null, whole: true })),
    });
    return answerOf(await server.fetch(request, "203.0.113.9"));
  },
  runs: 400,
};

const closes: readonly number[] = Object.values(liveClose);

const live: Parser = {
  name: "server: messages of a live connection",
  reads: [],
  form: "cbor",
  samples: () => frozen("liveRequest"),
  parse: async (input) => {
    const device = await started;
    const told: number[] = [];
    const open = () => server.openLive({ message: () => {}, closed: (code) => told.push(code) });
    const [stranger, known] = [open(), open()];
    await known.send(concat(Uint8Array.of(0xa2), hello(device.session.token)));
    for (const line of [stranger, known]) {
      await line.send(input);
      line.close();
    }
    if (told.some((code) => !closes.includes(code)) || told.includes(liveClose.unavailable)) throw new Error(`closed with ${told.join()}`);
    return told.length < 2 ? read() : refused;
  },
};

/** What follows the first byte of a `hello`. */
const hello = (token: Bytes): Bytes => concat(utf8("dkindehelloetoken"), Uint8Array.of(0x58, 32), token);

export const serverParsers: readonly Parser[] = [requests, heads, live];
