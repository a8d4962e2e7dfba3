// Where two histories part, found with few questions, and what an answer must be to be believed.

import { type Bytes, decode, genesis, type HeadRef, type PullFrame, pullRequest, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import { vaultSeal } from "../seal/vault-seal.ts";
import { madeHead } from "../testing/made-heads.ts";
import { MadeVault, streamed, wrongHash } from "../testing/made-vault.ts";
import { offline, refused, type ScriptedAnswer, scriptedServer } from "../testing/scripted-server.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { findParting } from "./parting.ts";
import { Cut, type Transport, type TransportFailure, type TransportRequest } from "./transport.ts";

const id = new Uint8Array(16).fill(2) as VaultId;
const crypto = testCrypto({ seed: "parting" });
const keysOf = (epoch: number) => deriveVaultKeys(crypto, epoch, new Uint8Array(32).fill(epoch), id);
const [one, two] = await Promise.all([keysOf(1), keysOf(2)]);
const old = vaultSeal(crypto, id, [one]);
const seal = vaultSeal(crypto, id, [one, two]);

/** Our history: twenty commits, the first ten of an older epoch. */
const older = new MadeVault(old);
for (let n = 0; n < 10; n++) await older.commit([]);
const ours = new MadeVault(seal);
ours.commits.push(...older.commits);
for (let n = 10; n < 20; n++) {
  const made = await madeHead(seal, ours.refOf(n));
  ours.commits.push({ ...made, changes: [], branch: [] });
}
const own = ours.refOf(20);

/** A history that is ours up to `seq` and goes on by itself for so many commits; the last of them carries `branch`. */
async function parted(seq: number, more: number, branch: readonly Uint8Array[] = []): Promise<MadeVault> {
  const vault = new MadeVault(seal);
  vault.commits.push(...ours.commits.slice(0, seq));
  for (let n = 0; n < more; n++) {
    const made = await madeHead(seal, vault.refOf(seq + n), { time: 9 });
    vault.commits.push({ ...made, changes: [], branch: n === more - 1 ? branch : [] });
  }
  return vault;
}
const newest = (vault: MadeVault): HeadRef => vault.refOf(vault.commits.length);

type Answer = ScriptedAnswer | TransportFailure;
async function finding(answer: MadeVault | ((request: TransportRequest, asked: number) => Answer), server: HeadRef, seq = 20) {
  const { asked, connect } = scriptedServer((request) =>
    answer instanceof MadeVault ? answer.answer(request) : answer(request, asked.length),
  );
  const store = await ours.replica(seq);
  const found = await findParting({ store, seal, transport: connect("https://holdfast.test"), token: "token" }, ours.refOf(seq), server);
  const questions = asked.map(({ body }) => decode(pullRequest, body ?? new Uint8Array())).map((got) => (got.ok ? got.value : null));
  return { found, questions, asked };
}

describe("where histories part", () => {
  it("[H2] is found wherever it is, with the server's heads above it, by a number of questions that grows with the logarithm", async () => {
    for (let seq = 0; seq <= 19; seq++) {
      for (const more of [1, 3, 25]) {
        const there = await parted(seq, more);
        const { found, questions } = await finding(there, newest(there));
        expect(found, `${seq}, ${more}`).toEqual({
          ok: true,
          value: {
            shared: ours.refOf(seq),
            epoch: seq === 0 ? 0 : seq <= 10 ? 1 : 2,
            first: seq + 1,
            sealed: there.commits.slice(seq).map(({ sealed }) => sealed),
            branch: [],
          },
        });
        expect(questions.length).toBeLessThanOrEqual(6);
        expect(questions.every((question) => question?.headsOnly === true && !question.whole)).toBe(true);
      }
    }
  });

  it("[H2] is asked for with our own heads, further and further back, from below both newest ones", async () => {
    const seqs = async (there: MadeVault) => (await finding(there, newest(there))).questions.map((question) => question?.after?.seq);
    expect(await seqs(await parted(0, 25))).toEqual([19, 18, 16, 12, 4, 0]);
    expect(await seqs(await parted(0, 5))).toEqual([5, 4, 2, 0]);
    expect(await seqs(await parted(19, 1))).toEqual([19]);
  });

  it("[H2] is the server's head itself where that is one of ours: nothing is asked", async () => {
    for (const seq of [0, 1, 10, 11, 19]) {
      const { found, questions } = await finding(() => offline, ours.refOf(seq));
      const epoch = seq === 0 ? 0 : seq <= 10 ? 1 : 2;
      expect(found).toEqual({ ok: true, value: { shared: ours.refOf(seq), epoch, first: seq + 1, sealed: [], branch: [] } });
      expect(questions).toEqual([]);
    }
  });

  it("[H2, H17] comes with the heads of lost branches, in as many frames as it likes", async () => {
    const branch = [new Uint8Array(80).fill(1), new Uint8Array(80).fill(2)];
    const there = await parted(18, 2, branch);
    const [begin, heads, lost, end] = readFrames(there, 18);
    const pieces: readonly PullFrame[] = [
      begin,
      { kind: "heads", first: 19, heads: heads.heads.slice(0, 1) },
      { kind: "branch", heads: branch.slice(0, 1) },
      { kind: "heads", first: 20, heads: heads.heads.slice(1) },
      { kind: "branch", heads: branch.slice(1) },
      end,
    ];
    for (const frames of [[begin, heads, lost, end], pieces]) {
      const at = (request: TransportRequest) => (afterOf(request) === 18 ? streamed(frames) : there.answer(request));
      const { found } = await finding(at, newest(there));
      expect(found).toMatchObject({ ok: true, value: { shared: ours.refOf(18), first: 19, branch } });
    }
  });
});

const afterOf = ({ body }: TransportRequest): number => {
  const asked = decode(pullRequest, body ?? new Uint8Array());
  return asked.ok ? (asked.value.after?.seq ?? 0) : -1;
};
type Heads = Extract<PullFrame, { readonly kind: "heads" }>;
/** The answer of heads alone: begin, heads, branch, end. */
const readFrames = (there: MadeVault, seq: number) =>
  [
    { kind: "begin", to: newest(there), changes: 0 },
    { kind: "heads", first: seq + 1, heads: there.commits.slice(seq).map(({ sealed }) => sealed) },
    { kind: "branch", heads: there.commits.slice(seq).flatMap(({ branch }) => branch) },
    { kind: "end", to: newest(there) },
  ] as const satisfies readonly [PullFrame, Heads, PullFrame, PullFrame];

describe("an answer", () => {
  const told: HeadRef = { seq: 21, hash: wrongHash(own.hash) };
  const failing = async (answer: Answer) => {
    const { found, asked } = await finding(() => answer, told);
    return found.ok ? "found" : { ...found.error, asked: asked.length };
  };

  it("[H2] of another beginning than the empty one is an alarm", async () => {
    const { found, questions } = await finding(() => refused({ kind: "history-differs", head: told }), told);
    expect(found).toEqual({ ok: false, error: { type: "alarm", reason: "history-differs" } });
    expect(questions.at(-1)?.after).toEqual(genesis);
  });

  it("that is a failure stays one", async () => {
    expect(await failing(offline)).toEqual({ ...offline, asked: 1 });
    const refusal = { kind: "unavailable" } as const;
    expect(await failing(refused(refusal))).toEqual({ type: "refused", refusal, asked: 1 });
  });

  it("[H2] counts whole, in its order, and as a chain", async () => {
    const there = await parted(19, 2);
    const [begin, heads, , end] = readFrames(there, 19);
    const changes: PullFrame = { kind: "changes", seq: 21, changes: [] };
    const no = { type: "not-holdfast", asked: 1 };
    const cases: readonly (readonly [readonly PullFrame[], object])[] = [
      [[begin, heads], { type: "unreachable", why: "other", asked: 1 }],
      [[heads, end], no],
      [[end], no],
      [[begin, begin, heads, end], no],
      [[begin, { ...heads, heads: [] }, heads, end], no],
      [[begin, heads, { kind: "branch", heads: [] }, end], no],
      [[begin, heads, changes, end], no],
      [[begin, { ...heads, first: 21 }, end], { type: "alarm", reason: "heads-missing", asked: 1 }],
      [[begin, { ...heads, heads: [...heads.heads].reverse() }, end], { type: "alarm", reason: "head-damaged", asked: 1 }],
      [[begin, end], { type: "alarm", reason: "heads-missing", asked: 1 }],
    ];
    for (const [frames, found] of cases) expect(await failing(streamed(frames))).toEqual(found);
    const { body } = streamed([begin]);
    expect(await failing({ status: 200, body: Uint8Array.of(...body, 0, 0, 0, 1, 255) })).toEqual(no);
  });

  it("that breaks off says so, and a fault of the program is none", async () => {
    const breaking = async (error: Error, first: Bytes = Uint8Array.of(0)) => {
      let left = 0;
      const transport: Transport = {
        origin: "https://holdfast.test",
        traffic: { requests: 0, bytesUp: 0, bytesDown: 0 },
        send: async () => ({ status: 200, body: broken(first, error, () => left++) }),
      };
      const found = await findParting({ store: await ours.replica(20), seal, transport, token: "token" }, own, told);
      return { found, left };
    };
    expect(await breaking(new Cut("cut"))).toEqual({ found: { ok: false, error: { type: "unreachable", why: "other" } }, left: 1 });
    const twice = streamed([goingOn, goingOn]).body;
    expect(await breaking(new Cut("cut"), twice)).toEqual({ found: { ok: false, error: { type: "not-holdfast" } }, left: 1 });
    const fault = new Error("a fault");
    await expect(breaking(fault)).rejects.toBe(fault);
  });
});

const goingOn: PullFrame = { kind: "begin", to: genesis, changes: 0 };

async function* broken(first: Bytes, error: Error, left: () => void): AsyncGenerator<Bytes> {
  try {
    yield first;
    throw error;
  } finally {
    left();
  }
}
