// Rows of the table: what a server makes a client take. Whole answers to a pull, under the account's true keys, where nothing may come out
// but what the account's devices wrote; and messages of a live connection.

import { type LinkListener, memoryStore, openLink, receive } from "@holdfast/core/testing/parsers";
import { type Bytes, concat, decode, encode, equalBytes, liveEvent, pullRequest } from "@holdfast/protocol";
import { keysOf } from "../../support/keys.ts";
import { settle, World } from "../../support/world.ts";
import { type Parser, read, refused } from "../parser.ts";
import { frozen } from "./wire.ts";

/** A device that is behind, and the answer that it would get. */
async function behind() {
  const world = new World({ seed: "fuzz" });
  const [laptop, phone] = [await world.device("laptop"), await world.device("phone")];
  const id = await laptop.add({ title: "GitHub", password: "0" });
  await laptop.add({ title: "Bank" });
  await settle(laptop, phone);
  await phone.edit(id, { password: "1" });
  await phone.synced();
  await phone.add({ title: "New" });
  await phone.synced();
  const answers: Bytes[] = [];
  laptop.hooks.answer = (answer, request) => {
    if (!request.path.endsWith("/pull")) return answer;
    answers.push(answer.body);
    return { type: "unreachable", why: "other" };
  };
  await laptop.sync();
  const { replica } = await laptop.home.store.read();
  const { seal } = await keysOf(laptop);
  const tablet = await world.device("tablet");
  const whole = tablet.wire.flatMap(({ path, requestBody, answerBody }) => {
    const asked = path.endsWith("/pull") ? decode(pullRequest, requestBody) : null;
    return asked?.ok && asked.value.whole ? [{ after: asked.value.after, body: answerBody }] : [];
  });
  const [first] = whole;
  if (replica === null || answers[0] === undefined || first === undefined) throw new Error("the devices have pulled");
  return { store: laptop.home.store, seal, start: { head: replica.head, epoch: replica.epoch }, answer: answers[0], whole: first };
}

const scene = behind();

async function* chunks(bytes: Bytes): AsyncGenerator<Bytes> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

/** What was received, as bytes: the same from an answer and from an altered one, or the altered one was not noticed. */
async function received(input: Bytes, whole: boolean): Promise<Bytes | null> {
  const { store, seal, start, whole: first } = await scene;
  const fresh = first.after === null ? null : { head: first.after, epoch: 1 };
  const options = whole ? { store: memoryStore(), start: fresh } : { store, start };
  const pulled = await receive(chunks(input), { ...options, seal, whole, progress: () => {} });
  if (!pulled.ok) return null;
  return concat(pulled.value.to.hash, ...pulled.value.sealedHeads, ...pulled.value.changes.flatMap(({ item, hash }) => [item, hash]));
}

const pull = (name: string, whole: boolean): Parser => ({
  name,
  reads: [],
  form: "bytes",
  samples: async () => [whole ? (await scene).whole.body : (await scene).answer],
  parse: async (input) => {
    const got = await received(input, whole);
    if (got === null) return refused;
    const honest = await received(whole ? (await scene).whole.body : (await scene).answer, whole);
    if (honest === null || !equalBytes(got, honest)) throw new Error("an altered answer was believed");
    return read();
  },
});

const link: Parser = {
  name: "live connection of a client",
  reads: [],
  form: "cbor",
  samples: () => frozen("liveEvent"),
  parse: (input) => {
    let message: (bytes: Bytes) => void = () => {};
    let opened = (): void => {};
    const pokes: Bytes[] = [];
    let ended = 0;
    const connect = (_: string, client: { opened(): void; message(bytes: Bytes): void }) => {
      message = (bytes) => client.message(bytes);
      opened = client.opened;
      return { send: () => {}, close: () => {} };
    };
    const listener: LinkListener = {
      ready: () => {},
      poked: (poke) => void pokes.push(encode(liveEvent, poke)),
      ended: () => void ended++,
    };
    openLink({ connect }, { origin: "https://vault.example.org", token: new Uint8Array(32) }, listener);
    opened();
    message(encode(liveEvent, { kind: "ready" }));
    message(input);
    if (ended + pokes.length > 1) throw new Error("one message was taken twice");
    return ended === 1 ? refused : read(pokes[0] ?? null, true);
  },
};

export const synchronizationParsers: readonly Parser[] = [pull("answer to a pull", false), pull("answer to a whole pull", true), link];
