import { genesis, limits, type PullFrame, type Refusal } from "@holdfast/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "../sha256.ts";
import { snapshot } from "../testing/snapshot.ts";
import {
  changesOf,
  framesOf,
  headsOf,
  makeCommit,
  newChanges,
  pushChanges,
  random,
  refusalOf,
  sendCommit,
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

type Stale = Extract<Refusal, { kind: "stale" }>;

/** Pushes on `prev`, which must be stale. */
async function pushOn(prev: ReturnType<typeof sha256>): Promise<Stale> {
  const before = snapshot(server.storage);
  const response = await sendCommit(device, await makeCommit(device.account, prev, newChanges(1)));
  expect(response.status).toBe(412);
  expect(snapshot(server.storage)).toBe(before);
  const refusal = await refusalOf(response);
  if (refusal.kind !== "stale") throw new Error(refusal.kind);
  return refusal;
}

async function missingOf({ missing }: Stale): Promise<readonly PullFrame[]> {
  const chunks = async function* () {
    if (missing !== undefined) yield missing;
  };
  const { frames, end } = await framesOf(chunks());
  expect(end).toBe("whole");
  return frames;
}

describe("[C4] a stale push", () => {
  it("is told the head and what came since, as a whole pull", async () => {
    const first = await pushChanges(device, newChanges(2));
    const after = device.head;
    const [second, third] = [await pushChanges(device, newChanges(2)), await pushChanges(device, newChanges(1))];
    const refusal = await pushOn(after.hash);
    expect(refusal.head).toEqual(device.head);
    const frames = await missingOf(refusal);
    expect(frames.map(({ kind }) => kind)).toEqual(["begin", "heads", "changes", "end"]);
    expect(frames[0]).toEqual({ kind: "begin", to: device.head, changes: 3 });
    expect(headsOf(frames)).toEqual([second.head, third.head]);
    expect(changesOf(frames)).toEqual([...second.changes, ...third.changes]);
    expect(headsOf(await missingOf(await pushOn(genesis.hash)))[0]).toEqual(first.head);
  });

  it("on a head that is not the vault's is told the head alone", async () => {
    await pushChanges(device, newChanges(1));
    expect(await pushOn(sha256(random(8)))).toEqual({ kind: "stale", head: device.head });
  });

  it("is told the head alone where too much is missing, to the byte", async () => {
    const fill = async (inside: number): Promise<Stale> => {
      server = createTestServer();
      device = await startDevice(server);
      await pushChanges(device, newChanges(4, inside));
      return pushOn(genesis.hash);
    };
    const small = (await fill(60_000)).missing?.length ?? 0;
    const room = limits.missingBytes - small;
    // Four pieces: what is left after dividing by four can't be filled.
    const largest = await fill(60_000 + Math.floor(room / 4));
    expect(largest.missing?.length).toBeGreaterThan(limits.missingBytes - 4);
    expect((await fill(60_001 + Math.floor(room / 4))).missing).toBeUndefined();
  });

  it("is refused before its body is looked at", async () => {
    await pushChanges(device, newChanges(1));
    const given = await makeCommit(device.account, genesis.hash, []);
    const refusal = await refusalOf(await sendCommit(device, given, { body: random(100) }));
    expect(refusal.kind).toBe("stale");
    const huge = await refusalOf(await sendCommit(device, given, { headers: { "content-length": "99999999" } }));
    expect(huge.kind).toBe("stale");
  });

  it("that loses the race after its head was compared is told the same", async () => {
    const [mine, theirs] = [
      await makeCommit(device.account, genesis.hash, newChanges(1)),
      await makeCommit(device.account, genesis.hash, newChanges(1)),
    ];
    const append = vi.spyOn(server.storage.vaults, "append");
    const [won, lost] = await Promise.all([sendCommit(device, theirs), sendCommit(device, mine)]);
    expect(append.mock.calls.map(([commits]) => commits.length)).toEqual([2]);
    expect(won.status).toBe(200);
    const refusal = await refusalOf(lost);
    if (refusal.kind !== "stale") throw new Error(refusal.kind);
    expect(refusal.head).toEqual({ seq: 1, hash: sha256(theirs.head) });
    expect(headsOf(await missingOf(refusal))).toEqual([theirs.head]);
  });
});
