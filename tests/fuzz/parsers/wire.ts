// Rows of the table: what travels. Every message of the wire by its frozen examples, streams of frames, and answers as a client takes them.

import { readFileSync } from "node:fs";
import { ask } from "@holdfast/core/testing/parsers";
import * as protocol from "@holdfast/protocol";
import { type Bytes, concat, encode, encodeFrame, fromHex, type PullFrame, pullFrame, readFrames, type Shape } from "@holdfast/protocol";
import { type Parser, read, refused, shapeParser } from "../parser.ts";

interface Vectors {
  readonly messages: readonly { readonly message: string; readonly bytes: string }[];
  readonly streams: readonly { readonly bytes: string }[];
}

const file = new URL("../../../packages/protocol/vectors/wire.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;
const bytesOf = ({ bytes }: { readonly bytes: string }): Bytes => fromHex(bytes) ?? new Uint8Array(0);

export const frozen = (message: string): readonly Bytes[] => vectors.messages.filter((one) => one.message === message).map(bytesOf);

const { signUp, signedUp, challengeRequest, challenge, signIn, signedIn, devicesRequest, devices } = protocol;
const { commit, pushed, pullRequest, refusal, liveRequest, liveEvent } = protocol;
/** By the names of `wireSchema`; tests/fuzz/table.test.ts holds that none is missing. */
export const messages: Readonly<Record<string, Shape<unknown>>> = {
  ...{ signUp, signedUp, challengeRequest, challenge, signIn, signedIn, devicesRequest, devices },
  ...{ commit, pushed, pullRequest, pullFrame, refusal, liveRequest, liveEvent },
};

/** What stands inside of the messages and is exported by itself. */
const inside = ["accountId", "vaultId", "deviceId", "itemId", "hash", "headRef", "sealedHead", "sealedRevision", "change", "slot"];
const alsoInside = ["vaultHead", "position", "pair", "deviceSeen", "accountNameShape"];

/** In pieces of a size that follows from the bytes, so that ends of pieces fall everywhere. */
async function* pieces(bytes: Bytes): AsyncGenerator<Bytes> {
  const size = 1 + ((bytes[7] ?? 0) % 97) * ((bytes[8] ?? 0) % 31);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const streams: Parser = {
  name: "stream of frames",
  reads: ["readFrames", "readU32"],
  form: "bytes",
  samples: () => vectors.streams.map(bytesOf),
  parse: async (input) => {
    const frames: PullFrame[] = [];
    const reading = readFrames(pullFrame, pieces(input));
    for (;;) {
      const next = await reading.next();
      if (!next.done) frames.push(next.value);
      else if (next.value.type !== "whole") return refused;
      else return read(concat(...frames.map((frame) => encodeFrame<PullFrame>(pullFrame, frame))), true);
    }
  },
};

/** An answer to a client: its first byte chooses the status, so that refusals come under every status, right and wrong. */
const answers: Parser = {
  name: "answers to a client",
  reads: [],
  form: "bytes",
  samples: () => ["pushed", "refusal"].flatMap(frozen).flatMap((body) => statuses.map((_, at) => concat(Uint8Array.of(at), body))),
  parse: async (input) => {
    const status = statuses[(input[0] ?? 0) % statuses.length] ?? 200;
    const transport = {
      origin: "https://vault.example.org",
      traffic: { requests: 0, bytesUp: 0, bytesDown: 0 },
      send: async () => ({ status, body: pieces(input.subarray(1)) }),
    };
    const answer = await ask(transport, pushed, { method: "POST", path: "/", token: null });
    if (answer.ok) return read(concat(input.subarray(0, 1), encode(pushed, answer.value)), true);
    return answer.error.type === "refused" ? read(concat(input.subarray(0, 1), encode(refusal, answer.error.refusal)), true) : refused;
  },
};

const statuses = [200, 400, 401, 403, 404, 409, 412, 413, 422, 426, 429, 503, 507, 204, 302];

export const wireParsers: readonly Parser[] = [
  ...Object.entries(messages).map(([name, shape]) =>
    shapeParser(`wire: ${name}`, shape, () => frozen(name), [name, ...(name === "commit" ? [...inside, ...alsoInside] : [])]),
  ),
  streams,
  answers,
];
