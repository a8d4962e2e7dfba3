import {
  type Bytes,
  genesis,
  type Hash,
  type HeadRef,
  hashBytes,
  limits,
  type PullFrame,
  type PullRequest,
  pullFrame,
  pushed,
  readFrames,
} from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../sha256.ts";
import { snapshot } from "../testing/snapshot.ts";
import {
  answered,
  askPull,
  changesOf,
  framesOf,
  headsOf,
  makeCommit,
  newChange,
  newChanges,
  newItem,
  pullAll,
  pushChanges,
  random,
  refusalOf,
  sealedPiece,
  sendCommit,
  sorted,
  startDevice,
  type TestDevice,
} from "../testing/test-account.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let device: TestDevice;
beforeEach(async () => {
  server = createTestServer();
  device = await startDevice(server);
});

const fresh: PullRequest = { after: null, whole: true };
const kinds = (frames: readonly PullFrame[]) => frames.map(({ kind }) => kind);
const pairsOf = (frames: readonly PullFrame[]) => frames.flatMap((frame) => (frame.kind === "pairs" ? frame.pairs : []));
const begun = (frames: readonly PullFrame[]) => frames.find((frame) => frame.kind === "begin");

describe("[C24] a pull", () => {
  it("of an empty vault begins and ends at genesis", async () => {
    for (const request of [fresh, { after: null, whole: false }, { after: genesis, whole: false }, { after: genesis, whole: true }]) {
      expect(await pullAll(device, request)).toEqual([
        { kind: "begin", to: genesis, changes: 0 },
        { kind: "end", to: genesis },
      ]);
    }
  });

  it("of a fresh device has the newest head alone, all pairs, then all revisions", async () => {
    const [a, b] = [newItem(), newItem()];
    await pushChanges(device, sorted([newChange(a), newChange(b)]));
    const last = await pushChanges(device, [newChange(b)]);
    const frames = await pullAll(device, fresh);
    expect(kinds(frames)).toEqual(["begin", "heads", "pairs", "changes", "end"]);
    expect(frames[0]).toEqual({ kind: "begin", to: device.head, changes: 2 });
    expect(frames[1]).toEqual({ kind: "heads", first: 2, heads: [last.head] });
    const changes = changesOf(frames);
    expect(changes.map(({ item }) => item)).toEqual([a, b]);
    expect(changes[1]).toEqual(last.changes[0]);
    expect(pairsOf(frames)).toEqual(sorted(changes).map(({ item, revision }) => ({ item, hash: sha256(revision) })));
  });

  it("after a head has every head since and what changed since, and costs nothing when nothing did", async () => {
    await pushChanges(device, newChanges(3));
    const after = device.head;
    const item = newItem();
    const commits = [
      await pushChanges(device, [newChange(item)]),
      await pushChanges(device, [newChange(item)]),
      await pushChanges(device, []),
    ];
    const frames = await pullAll(device, { after, whole: false });
    expect(kinds(frames)).toEqual(["begin", "heads", "changes", "end"]);
    expect(headsOf(frames)).toEqual(commits.map(({ head }) => head));
    expect(changesOf(frames)).toEqual(commits[1]?.changes);
    const idle = await askPull(device, { after: device.head, whole: false });
    expect(idle.headers.get("content-type")).toBe("application/cbor-seq");
    expect((await idle.arrayBuffer()).byteLength).toBeLessThan(200);
  });

  it("whole after a head has that head, those since, and everything", async () => {
    const first = await pushChanges(device, newChanges(3));
    const after = device.head;
    const second = await pushChanges(device, newChanges(1));
    const frames = await pullAll(device, { after, whole: true });
    expect(headsOf(frames)).toEqual([first.head, second.head]);
    expect([pairsOf(frames).length, changesOf(frames).length]).toEqual([4, 4]);
  });

  it("of pairs only has no revisions", async () => {
    await pushChanges(device, newChanges(3));
    const frames = await pullAll(device, { ...fresh, pairsOnly: true });
    expect(kinds(frames)).toEqual(["begin", "heads", "pairs", "end"]);
    expect(begun(frames)).toMatchObject({ changes: 0 });
    expect(pairsOf(frames)).toHaveLength(3);
  });

  it("of heads only has neither pairs nor revisions", async () => {
    const first = await pushChanges(device, newChanges(3));
    const after = device.head;
    const second = await pushChanges(device, newChanges(1));
    const since = await pullAll(device, { after, whole: false, headsOnly: true });
    expect([kinds(since), headsOf(since)]).toEqual([["begin", "heads", "end"], [second.head]]);
    const all = await pullAll(device, { after, whole: true, headsOnly: true });
    expect([kinds(all), headsOf(all)]).toEqual([
      ["begin", "heads", "end"],
      [first.head, second.head],
    ]);
  });

  it("has the heads of lost branches that commits carried, in the order of the commits, in frames of a bounded size", async () => {
    const push = async (branch: readonly Bytes[]) => {
      const given = await makeCommit(device.account, device.head.hash, [], { branch });
      device.head = (await answered(pushed, await sendCommit(device, given))).head;
    };
    const branches = [[sealedPiece(1, 100)], Array.from({ length: 300 }, () => sealedPiece(1, 4_000)), [sealedPiece(1, 101)]];
    await push(branches[0] ?? []);
    const after = device.head;
    await push([]);
    await push(branches[1] ?? []);
    await push(branches[2] ?? []);
    const carried = (frames: readonly PullFrame[]) => frames.flatMap((frame) => (frame.kind === "branch" ? [frame.heads] : []));
    const frames = await pullAll(device, { after, whole: false });
    expect(kinds(frames)).toEqual(["begin", "heads", "branch", "branch", "branch", "branch", "end"]);
    expect(carried(frames).flat()).toEqual([...(branches[1] ?? []), ...(branches[2] ?? [])]);
    expect(carried(await pullAll(device, { after: genesis, whole: true })).flat()).toEqual(branches.flat());
    expect(carried(await pullAll(device, fresh)).flat()).toEqual(branches[2]);
  });

  it("of much comes in frames of a bounded size, in order, and says how much before", async () => {
    for (let i = 0; i < 3; i++) await pushChanges(device, newChanges(8, 200_000));
    const response = await askPull(device, fresh);
    const sizes: number[] = [];
    const bytes = new Uint8Array(await response.arrayBuffer());
    for (let at = 0; at < bytes.length; ) {
      const length = new DataView(bytes.buffer, at + 1).getUint32(0);
      sizes.push(length);
      at += 5 + length;
    }
    expect(Math.max(...sizes)).toBeLessThan(limits.frameBytes);
    expect(sizes.filter((size) => size > 400_000)).toHaveLength(8);
    const frames = await pullAll(device, fresh);
    expect(begun(frames)).toMatchObject({ changes: 24 });
    expect(changesOf(frames)).toHaveLength(24);
    const seqs = frames.flatMap((frame) => (frame.kind === "changes" ? [frame.seq] : []));
    expect(seqs).toEqual([...seqs].sort());
  });

  it("sends many heads in frames of a bounded size", async () => {
    for (let i = 0; i < 150; i++) {
      const head = await makeCommit(device.account, device.head.hash, [], {
        head: new Uint8Array([...newChange().revision, ...random(3_900)]),
      });
      await server.storage.vaults.append([
        {
          account: device.account.request.accountId,
          vault: device.account.request.vault,
          device: device.device,
          prev: device.head.hash,
          hash: sha256(head.head),
          head: head.head,
          branch: [],
          changes: [],
          at: 0,
          maximum: { items: 1, accountBytes: 1e9 },
        },
      ]);
      device.head = { seq: device.head.seq + 1, hash: sha256(head.head) };
    }
    const frames = await pullAll(device, { after: genesis, whole: false });
    expect(kinds(frames)).toEqual(["begin", "heads", "heads", "end"]);
    expect(headsOf(frames)).toHaveLength(150);
    expect(frames[2]).toMatchObject({ first: 1 + (frames[1]?.kind === "heads" ? frames[1].heads.length : 0) });
  });
});

describe("[C7] a pull that takes its time", () => {
  it("ends where it began, whatever is pushed meanwhile", async () => {
    const all = [];
    for (let i = 0; i < 3; i++) all.push(...(await pushChanges(device, newChanges(6, 200_000))).changes);
    const to = device.head;
    const response = await askPull(device, fresh);
    if (response.body === null) throw new Error("no body");
    const reader = readFrames(pullFrame, response.body);
    const first = await reader.next();
    expect(first.value).toMatchObject({ kind: "begin", to, changes: 18 });
    // Everything is replaced while the answer is under way.
    await pushChanges(device, sorted(all.map(({ item }) => newChange(item))));
    const rest = await framesOf(
      (async function* () {
        const { encodeFrame } = await import("@holdfast/protocol");
        for (let next = await reader.next(); !next.done; next = await reader.next()) yield encodeFrame(pullFrame, next.value);
      })(),
    );
    expect(changesOf(rest.frames)).toEqual(all);
    expect(rest.frames.at(-1)).toEqual({ kind: "end", to });
  });
});

describe("[C14] a history that differs", () => {
  it.each([
    ["a hash we never had at that seq", ({ seq }: HeadRef) => ({ seq, hash: sha256(random(5)) })],
    ["a seq that is to come", ({ seq, hash }: HeadRef) => ({ seq: seq + 1, hash })],
    ["a head of ours at another seq", ({ seq, hash }: HeadRef) => ({ seq: seq - 1, hash })],
    ["a genesis that is none", () => ({ seq: 0, hash: new Uint8Array(hashBytes).fill(1) as Hash })],
    ["a seq beyond all", ({ hash }: HeadRef) => ({ seq: Number.MAX_SAFE_INTEGER, hash })],
  ])("is told for %s", async (_, change) => {
    await pushChanges(device, newChanges(1));
    await pushChanges(device, newChanges(1));
    const before = snapshot(server.storage);
    const position = { seq: 1, item: newItem() };
    for (const request of [
      { after: change(device.head), whole: false },
      { ...fresh, from: { to: change(device.head), ...position } },
    ]) {
      const response = await askPull(device, request);
      expect(response.status).toBe(409);
      expect(await refusalOf(response)).toEqual({ kind: "history-differs", head: device.head });
    }
    expect(snapshot(server.storage)).toBe(before);
  });
});

describe("[C15] a cut pull", () => {
  it("goes on after the position it names, at the same end", async () => {
    await pushChanges(device, newChanges(3));
    await pushChanges(device, newChanges(3));
    const to = device.head;
    const all = changesOf(await pullAll(device, fresh));
    await pushChanges(device, sorted([newChange(all[4]?.item), newChange()]));
    for (const [at, seq] of [
      [0, 1],
      [2, 1],
      [3, 2],
      [5, 2],
    ] as const) {
      const item = all[at]?.item ?? newItem();
      const frames = await pullAll(device, { ...fresh, from: { to, seq, item } });
      expect(frames[0]).toEqual({ kind: "begin", to, changes: 5 - at });
      expect(kinds(frames)).not.toContain("heads");
      expect(kinds(frames)).not.toContain("pairs");
      expect(changesOf(frames)).toEqual(all.slice(at + 1));
      expect(frames.at(-1)).toEqual({ kind: "end", to });
    }
  });

  it("begins anew where what belonged to its end has been cleaned away", async () => {
    const item = newItem();
    await pushChanges(device, [newChange(item)]);
    const to = device.head;
    const second = await pushChanges(device, [newChange(item)]);
    const from = { to, seq: 0, item: newItem() };
    expect(changesOf(await pullAll(device, { ...fresh, from }))).toHaveLength(1);
    await server.storage.clean({ supersededBefore: Date.now() + 1_000, sessionsBefore: 0, invitationsBefore: 0, count: 10 });
    const frames = await pullAll(device, { ...fresh, from });
    expect(begun(frames)).toMatchObject({ to: device.head });
    expect(changesOf(frames)).toEqual(second.changes);
    expect(kinds(frames)).toContain("pairs");
  });
});

it("[C12] [attack 84] refuses another account's vault like none", async () => {
  const other = await startDevice(server);
  const response = await askPull({ ...device, session: other.session }, fresh);
  expect(response.status).toBe(404);
  expect(await refusalOf(response)).toEqual({ kind: "not-found" });
});

describe("a failure of the storage", () => {
  it("[C19] while noting the device leaves the pull whole", async () => {
    await pushChanges(device, newChanges(1));
    server.storage.accounts.saw = () => Promise.reject(new Error("disk"));
    expect(changesOf(await pullAll(device, fresh))).toHaveLength(1);
    expect(server.log.filter(({ event }) => event === "saw")).toHaveLength(1);
  });

  it("[C24] midway ends the stream without an end", async () => {
    for (let i = 0; i < 2; i++) await pushChanges(device, newChanges(8, 200_000));
    const { vaults } = server.storage;
    const changes = vaults.changes.bind(vaults);
    let pages = 0;
    vaults.changes = (...given) => (++pages > 3 ? Promise.reject(new Error("disk")) : changes(...given));
    const response = await askPull(device, fresh);
    if (response.body === null) throw new Error("no body");
    const { frames, end } = await framesOf(response.body);
    expect(end).toBe("whole");
    expect(frames.at(-1)?.kind).toBe("changes");
    expect(server.log.at(-1)).toMatchObject({ event: "pull-cut", result: "Error" });
  });
});
