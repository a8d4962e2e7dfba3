import { generateKeyPairSync, sign } from "node:crypto";
import { type Commit, commit, enc, encode, equalBytes, genesis, type ItemId, limits, pushed, type Refusal } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { snapshot } from "../testing/snapshot.ts";
import {
  answered,
  changesOf,
  makeAccount,
  makeCommit,
  newChange,
  newChanges,
  newItem,
  pullAll,
  pushChanges,
  random,
  refTo,
  refusalOf,
  sealedPiece,
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

/** Expects that the push is refused like this and that nothing has changed. */
async function refuses(given: Commit, wanted: Refusal, call: Parameters<typeof sendCommit>[2] = {}): Promise<void> {
  const before = snapshot(server.storage);
  expect(await refusalOf(await sendCommit(device, given, call))).toEqual(wanted);
  expect(snapshot(server.storage)).toBe(before);
}

const malformed: Refusal = { kind: "malformed" };

describe("[C3] a push", () => {
  it("puts a commit on the head and answers with the new one", async () => {
    const first = await pushChanges(device, newChanges(2));
    expect(device.head).toEqual(refTo(1, first));
    const second = await makeCommit(device.account, device.head.hash, newChanges(1));
    expect(await answered(pushed, await sendCommit(device, second))).toEqual({ head: refTo(2, second) });
  });

  it("may be empty, and may carry the heads of a lost branch", async () => {
    const given = await makeCommit(device.account, genesis.hash, [], { branch: [sealedPiece(), sealedPiece()] });
    expect(await answered(pushed, await sendCommit(device, given))).toEqual({ head: refTo(1, given) });
  });

  it("of two on one head is taken once", async () => {
    const rivals = [
      await makeCommit(device.account, genesis.hash, newChanges(1)),
      await makeCommit(device.account, genesis.hash, newChanges(1)),
    ];
    const statuses = await Promise.all(rivals.map(async (given) => (await sendCommit(device, given)).status));
    expect(statuses.sort()).toEqual([200, 412]);
    expect(changesOf(await pullAll(device, { after: null, whole: true }))).toHaveLength(1);
  });

  it("sent again after its answer was lost is stale, and changes nothing twice", async () => {
    const given = await makeCommit(device.account, genesis.hash, newChanges(1));
    await sendCommit(device, given);
    const before = snapshot(server.storage);
    const again = await refusalOf(await sendCommit(device, given));
    expect(again).toMatchObject({ kind: "stale", head: refTo(1, given) });
    expect(snapshot(server.storage)).toBe(before);
  });
});

describe("[C5] a signature", () => {
  it.each([
    [
      "another key",
      async (given: Commit) =>
        makeCommit(device.account, given.prev, given.changes, { key: generateKeyPairSync("ed25519").privateKey, head: given.head }),
    ],
    [
      "the sign-in key",
      async (given: Commit) => makeCommit(device.account, given.prev, given.changes, { key: device.account.keys.signIn, head: given.head }),
    ],
    [
      "another vault",
      async (given: Commit) => makeCommit({ ...makeAccount(), keys: device.account.keys }, given.prev, given.changes, { head: given.head }),
    ],
    ["another head", async (given: Commit) => ({ ...given, head: sealedPiece() })],
    ["other changes", async (given: Commit) => ({ ...given, changes: newChanges(2) })],
    ["one change less", async (given: Commit) => ({ ...given, changes: given.changes.slice(1) })],
    ["a branch that was put in", async (given: Commit) => ({ ...given, branch: [sealedPiece()] })],
    [
      "another message",
      async (given: Commit) => ({ ...given, signature: new Uint8Array(sign(null, enc("holdfast/1/commit"), device.account.keys.writer)) }),
    ],
    ["random bytes", async (given: Commit) => ({ ...given, signature: random(64) })],
  ])("[attack 45, 85] by or for %s is refused", async (_, change) => {
    const given = await makeCommit(device.account, genesis.hash, newChanges(2));
    await refuses(await change(given), { kind: "signature-refused" });
  });
});

describe("[C6] a commit is refused", () => {
  it("where its items do not strictly ascend", async () => {
    const changes = newChanges(3);
    await refuses(await makeCommit(device.account, genesis.hash, [...changes].reverse()), malformed);
    const twice = newChange();
    await refuses(await makeCommit(device.account, genesis.hash, [twice, twice]), malformed);
  });

  it("where its head is of no suite we know", async () => {
    await refuses(await makeCommit(device.account, genesis.hash, [], { head: sealedPiece().fill(2, 0, 1) }), malformed);
  });

  it("where its head stands in the chain already", async () => {
    const first = await pushChanges(device, newChanges(1));
    await pushChanges(device, newChanges(1));
    await refuses(await makeCommit(device.account, device.head.hash, [], { head: first.head }), malformed);
  });

  it("with the names of the items that are of another epoch or suite; the others go without them", async () => {
    const [good, old, foreign] = [
      newChange(),
      { item: newItem(), revision: sealedPiece(7) },
      { item: newItem(), revision: sealedPiece().fill(9, 0, 1) },
    ];
    const changes = [good, old, foreign].sort((a, b) => Buffer.compare(a.item, b.item));
    const items: readonly ItemId[] = changes.filter(({ item }) => item !== good.item).map(({ item }) => item);
    await refuses(await makeCommit(device.account, genesis.hash, changes), { kind: "items-refused", items });
    await pushChanges(device, [good]);
  });

  it("where a revision is above its limit, and taken at it", async () => {
    const overhead = sealedPiece(1, 0).length;
    await pushChanges(device, [newChange(newItem(), limits.revisionBytes - overhead)]);
    const over = await makeCommit(device.account, device.head.hash, [newChange(newItem(), limits.revisionBytes - overhead + 1)]);
    await refuses(over, malformed);
  });

  it("where its revisions together are above the limit, and taken at it", async () => {
    const overhead = sealedPiece(1, 0).length;
    const full = newChanges(16, limits.revisionBytes - overhead);
    expect(full.reduce((sum, { revision }) => sum + revision.length, 0)).toBe(limits.commitBytes);
    await pushChanges(device, full);
    const more = [...full, newChange()].sort((a, b) => Buffer.compare(a.item, b.item));
    await refuses(await makeCommit(device.account, device.head.hash, more), { kind: "too-large" });
  });

  it("[attack 85] with more than a thousand changes, and taken with a thousand", async () => {
    await refuses(await makeCommit(device.account, genesis.hash, newChanges(1_001, 0)), malformed);
    await pushChanges(device, newChanges(1_000, 0));
  });
});

describe("[C17] room", () => {
  it("[attack 85] ends where the account's bytes end, for superseded revisions count too", async () => {
    server = createTestServer({ accountBytes: 1_000 });
    device = await startDevice(server);
    const item = newItem();
    await pushChanges(device, [newChange(item, 300)]);
    await pushChanges(device, [newChange(item, 300)]);
    const response = await sendCommit(device, await makeCommit(device.account, device.head.hash, [newChange(item, 300)]));
    expect(response.status).toBe(507);
    expect(await refusalOf(response)).toEqual({ kind: "quota-full" });
    await pushChanges(device, [newChange(item, 10)]);
  });

  it("ends where the vault's items end", async () => {
    const held = [...server.storage.state.vaults.values()][0];
    if (held !== undefined) held.items = limits.vaultItems;
    await refuses(await makeCommit(device.account, genesis.hash, newChanges(1)), { kind: "vault-full" });
  });
});

it("[C4] [attack 85] refuses a prev in the body that is not what If-Match said", async () => {
  await pushChanges(device, newChanges(1));
  const given = await makeCommit(device.account, genesis.hash, newChanges(1));
  const ifMatch = `"${Buffer.from(device.head.hash).toString("hex")}"`;
  expect(equalBytes(given.prev, device.head.hash)).toBe(false);
  await refuses(given, malformed, { headers: { "if-match": ifMatch } });
});

it.each(["", "*", `"${"0".repeat(63)}"`, "0".repeat(64), `W/"${"0".repeat(64)}"`, `"${"0".repeat(64)}", "1"`, `"${"G".repeat(64)}"`])(
  "[C4] refuses %j for If-Match",
  async (ifMatch) => {
    const given = await makeCommit(device.account, genesis.hash, []);
    await refuses(given, malformed, { headers: { "if-match": ifMatch } });
  },
);

it("[C12] [attack 84] refuses a push to another account's vault like one to none", async () => {
  const other = await startDevice(server);
  const given = await makeCommit(device.account, genesis.hash, newChanges(1));
  const before = snapshot(server.storage);
  const response = await sendCommit({ ...device, session: other.session }, given);
  expect(response.status).toBe(404);
  expect(await refusalOf(response)).toEqual({ kind: "not-found" });
  expect(snapshot(server.storage)).toBe(before);
});

it("[C22] refuses a commit that is encoded another way", async () => {
  const given = await makeCommit(device.account, genesis.hash, newChanges(1));
  const body = encode(commit, given);
  await refuses(given, malformed, { body: body.subarray(0, -1) });
  await refuses(given, malformed, { body: new Uint8Array([...body, 0]) });
  await refuses(given, malformed, { body: new Uint8Array(0) });
  await refuses(given, malformed, { body: random(500) });
  await refuses(given, malformed, { headers: { "content-type": "application/json" } });
});
