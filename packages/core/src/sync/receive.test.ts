// How a pull is asked for: what each question says, when it goes on after a cut, and when it gives up.

import {
  type Bytes,
  concat,
  decode,
  encodeFrame,
  type PullFrame,
  pullFrame,
  pullRequest,
  type Refusal,
  routes,
  type VaultId,
} from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { MadeVault, wrongHash } from "../testing/made-vault.ts";
import { refused } from "../testing/scripted-server.ts";
import { anItemId } from "../testing/stored-values.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { by, created, phone } from "../testing/vault-histories.ts";
import { type KeptPull, pull, type ReceiveOptions, receive, receiveWhole } from "./receive.ts";
import { Cut, type Transport, type TransportFailure, type TransportRequest } from "./transport.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "receive" });
const seal = vaultSeal(crypto, id, [await deriveVaultKeys(crypto, 1, new Uint8Array(32).fill(1), id)]);
const many = 55;
const vault = new MadeVault(seal);
const note = (n: number) => ({ item: anItemId(1, n), content: created("note", { title: `${n}` }, by(phone)) });
await vault.commit([note(0)]);
await vault.commit(Array.from({ length: many }, (_, n) => note(n)));
const to = vault.refOf(2);
const known = { head: vault.refOf(1), epoch: 1 };
const frames = vault.pull(1);
const [begin, heads, changes, end] = frames as [PullFrame, PullFrame, Extract<PullFrame, { kind: "changes" }>, PullFrame];

/** What is answered to one question: frames and then a cut or an error, or something else than a stream. */
type Answer = { readonly frames: readonly PullFrame[]; readonly breaks?: Error; readonly tail?: Bytes } | Refusal | TransportFailure;
const cut = new Cut("cut");
const piece = (from: number, count = 1): PullFrame => ({ ...changes, changes: changes.changes.slice(from, from + count) });
const goingOn = (from: number): PullFrame => ({ kind: "begin", to, changes: many - from });
const rest = (from: number): Answer => ({ frames: [goingOn(from), piece(from, many), end] });
const unreachable = { type: "unreachable", why: "timeout" } as const;

interface Asked {
  readonly requests: TransportRequest[];
  /** Bodies that were let go. */
  readonly left: () => number;
}

async function asking(answers: readonly Answer[], change: Partial<ReceiveOptions> = {}, kept?: KeptPull, enabled = true) {
  const store = await vault.replica(1, { enabled });
  const requests: TransportRequest[] = [];
  let left = 0;
  async function* body(stream: Extract<Answer, { frames: unknown }>): AsyncGenerator<Bytes> {
    try {
      yield concat(...stream.frames.map((frame) => encodeFrame(pullFrame, frame)), stream.tail ?? new Uint8Array());
      if (stream.breaks !== undefined) throw stream.breaks;
    } finally {
      left++;
    }
  }
  const transport: Transport = {
    origin: "https://vault.example.org",
    traffic: { requests: 0, bytesUp: 0, bytesDown: 0 },
    send: async (request) => {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1] as Answer;
      if ("type" in answer) return answer;
      if ("frames" in answer) return { status: 200, body: body(answer) };
      const { status, body: bytes } = refused(answer);
      return {
        status,
        body: (async function* () {
          yield bytes;
        })(),
      };
    },
  };
  const options: ReceiveOptions = { store, seal, start: known, whole: false, progress: () => {}, ...change };
  const asked: Asked = { requests, left: () => left };
  return { got: await pull(transport, "token", options, kept), asked, options, store };
}
const questions = ({ requests }: Asked) =>
  requests.map(({ body }) => {
    const asked = decode(pullRequest, body ?? new Uint8Array());
    return asked.ok ? asked.value : null;
  });
const gaveUp = { ok: false, error: { type: "unreachable", why: "other" } };
const at = (seq: number, n: number) => ({ to, seq, item: anItemId(1, n) });

describe("a pull", () => {
  it("[S10] asks with our head, and for the list where that is wanted", async () => {
    const { got, asked } = await asking([{ frames }]);
    expect(got).toMatchObject({ ok: true, value: { to } });
    expect(asked.requests).toMatchObject([{ method: "POST", path: routes.pull(id), token: "token" }]);
    expect(questions(asked)).toEqual([{ after: known.head, whole: false }]);
    expect(asked.left()).toBe(1);
    const list = await asking([{ frames }], { start: null, whole: true, pairsOnly: true });
    expect(questions(list.asked)).toEqual([{ after: null, whole: true, pairsOnly: true }]);
    const notOnly = await asking([{ frames }], { pairsOnly: false });
    expect(questions(notOnly.asked)).toEqual([{ after: known.head, whole: false }]);
  });

  it("[S20, S21] tells a server that is behind from one that has gone another way, by the head it names", async () => {
    const alarmOf = async (seq: number, start: ReceiveOptions["start"] = { ...known, head: to }) => {
      const server = { seq, hash: wrongHash(to.hash) };
      const { got } = await asking([{ kind: "history-differs", head: server }], { start });
      expect(got).toMatchObject({ ok: false, error: { type: "alarm", server } });
      return got.ok || got.error.type !== "alarm" ? null : got.error.reason;
    };
    expect([await alarmOf(1), await alarmOf(2), await alarmOf(3)]).toEqual(["server-behind", "history-differs", "history-differs"]);
    expect(await alarmOf(0, null)).toBe("history-differs");
  });

  it("lets every other failure stand as it is, and every fault of the program through", async () => {
    for (const failure of [unreachable, { kind: "unavailable" } as const]) {
      const { got } = await asking([failure]);
      expect(got).toEqual({ ok: false, error: "type" in failure ? failure : { type: "refused", refusal: failure } });
    }
    const fault = new Error("a fault");
    await expect(asking([{ frames: [begin], breaks: fault }])).rejects.toBe(fault);
    const { got, asked } = await asking([{ frames: [begin, begin] }]);
    expect([got, asked.left()]).toEqual([{ ok: false, error: { type: "not-holdfast" } }, 1]);
    expect((await asking([{ frames: [begin], tail: new Uint8Array([0, 0, 0, 1, 255]) }])).got).toEqual({
      ok: false,
      error: { type: "not-holdfast" },
    });
  });
});

describe("[S38] a pull that is cut", () => {
  const first: Answer = { frames: [begin, heads, piece(0)], breaks: cut };

  it("goes on after the last change that came, be it cut by an end too early", async () => {
    for (const broken of [first, { frames: [begin, heads, piece(0)] }]) {
      const { got, asked } = await asking([broken, rest(1)]);
      expect(got.ok && got.value.changes).toHaveLength(many);
      const question = { after: known.head, whole: false };
      expect(questions(asked)).toEqual([question, { ...question, from: at(2, 0) }]);
    }
  });

  it("gives up where a stream brings nothing more, where nothing has come, and where the device is off", async () => {
    const nothing = await asking([first, { frames: [goingOn(1)], breaks: cut }, rest(1)]);
    expect([nothing.got, nothing.asked.requests.length]).toEqual([gaveUp, 2]);
    const empty = await asking([{ frames: [begin, heads], breaks: cut }, { frames }]);
    expect([empty.got, empty.asked.requests.length]).toEqual([gaveUp, 1]);
    const off = await asking([first, rest(1)], {}, undefined, false);
    expect([off.got, off.asked.requests.length]).toEqual([gaveUp, 1]);
  });

  it("gives up after fifty streams, each of which brought something", async () => {
    const each = Array.from({ length: many }, (_, n): Answer => (n === 0 ? first : { frames: [goingOn(n), piece(n)], breaks: cut }));
    const { got, asked } = await asking(each);
    expect([got, asked.requests.length]).toEqual([gaveUp, 50]);
  });

  it("is asked anew where the server can't go on there, and then only that answer counts", async () => {
    const gone: Answer = { kind: "history-differs", head: known.head };
    const anew = await asking([first, gone, { frames }]);
    expect(anew.got).toMatchObject({ ok: true, value: { to } });
    expect(questions(anew.asked)[2]).toEqual({ after: known.head, whole: false });
    expect((await asking([first, gone, gone])).got).toMatchObject({ error: { reason: "history-differs" } });
    const refusal = { kind: "unavailable" } as const;
    const other = await asking([first, refusal, { frames }]);
    expect([other.got, other.asked.requests.length]).toEqual([{ ok: false, error: { type: "refused", refusal } }, 2]);
  });

  it("is kept for the next one that asks the same, as long as the network is what failed", async () => {
    const kept: KeptPull = { reading: null };
    expect((await asking([first, unreachable], {}, kept)).got).toEqual({ ok: false, error: unreachable });
    expect(kept.reading?.count).toBe(1);
    expect((await asking([unreachable], {}, kept)).got).toEqual({ ok: false, error: unreachable });
    const { got, asked } = await asking([rest(1)], {}, kept);
    expect(got.ok && got.value.changes).toHaveLength(many);
    expect(questions(asked)).toMatchObject([{ from: at(2, 0) }]);
    expect(kept.reading).toBeNull();

    await asking([first, unreachable], {}, kept);
    const { asked: others } = await asking([{ frames }], { start: { ...known, epoch: 0 } }, kept);
    expect(questions(others)).toEqual([{ after: known.head, whole: false }]);
    await asking([{ frames: [begin, heads], breaks: cut }], {}, kept);
    expect(kept.reading).toBeNull();
    await asking([first, { frames: [goingOn(1)], breaks: cut }], {}, kept);
    expect(kept.reading?.count).toBe(1);
    await asking([{ kind: "unavailable" }], {}, kept);
    expect(kept.reading).toBeNull();
  });

  it("gives up where the device was signed out meanwhile", async () => {
    const store = await vault.replica(1);
    const progress = () => void store.read().then(({ generation }) => store.clear(generation));
    const { got, asked } = await asking([first, rest(1)], { store, progress });
    expect([got, asked.requests.length]).toEqual([gaveUp, 1]);
  });
});

it("[S9] a stream that is here already is read as one that comes, and can't go on", async () => {
  const { options } = await asking([{ frames }]);
  const bytes = concat(...frames.map((frame) => encodeFrame(pullFrame, frame)));
  expect(await receiveWhole(bytes, options)).toMatchObject({ ok: true, value: { to } });
  expect(await receiveWhole(bytes.slice(0, -1), options)).toEqual(gaveUp);
  const broken = (async function* () {
    yield bytes.slice(0, 9);
    throw cut;
  })();
  expect(await receive(broken, options)).toEqual(gaveUp);
});
