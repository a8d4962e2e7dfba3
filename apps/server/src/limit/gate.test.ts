// The limits as clients meet them: the whole server, an address with each request, and a clock that the test moves.

import { type AccountId, type AccountName, challengeRequest, encode, limits, routes } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { snapshot } from "../testing/snapshot.ts";
import {
  type Answerer,
  askPull,
  makeAccount,
  makeCommit,
  newChanges,
  newDevice,
  post,
  pushChanges,
  random,
  refusalOf,
  sendCommit,
  signInAt,
  signUpAt,
  startDevice,
} from "../testing/test-account.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { defaultPortions, defaultRates, Gate } from "./gate.ts";
import { keysAtMost } from "./token-buckets.ts";

const rates = {
  address: { burst: 6, perSecond: 1 },
  signUp: { burst: 2, perSecond: 0.1 },
  name: { burst: 4, perSecond: 1 },
  account: { burst: 3, perSecond: 10 },
};

let now: number;
let server: TestServer;
const from = (address: string): Answerer => ({ origin: server.origin, fetch: (request) => server.fetch(request, address) });
const ask = (at: Answerer, name: string) =>
  post(at, routes.challenge, { body: encode(challengeRequest, { account: name as AccountName }) });
const wait = async (response: Response): Promise<number> => {
  if (response.status === 200) return 0;
  const refusal = await refusalOf(response);
  if (refusal.kind !== "too-many-requests") throw new Error(refusal.kind);
  expect(response.status).toBe(429);
  return refusal.retryMs;
};

beforeEach(() => {
  now = 1e12;
  server = createTestServer({ clock: { now: () => now }, rates });
});

describe("[C31] one address", () => {
  it("[attack 11] has so many challenges and sign-ins, for whatever names, and then one after the other", async () => {
    for (let i = 0; i < 6; i++) expect(await wait(await ask(from("203.0.113.1"), `name${i}`))).toBe(0);
    expect(await wait(await ask(from("203.0.113.1"), "other"))).toBe(1_000);
    expect(await wait(await ask(from("203.0.113.2"), "other"))).toBe(0);
    now += 1_000;
    expect(await wait(await ask(from("203.0.113.1"), "other"))).toBe(0);
    expect(await wait(await ask(from("203.0.113.1"), "other"))).toBe(1_000);
  });

  it("is refused before its request is read", async () => {
    for (let i = 0; i < 6; i++) await ask(from("203.0.113.1"), `name${i}`);
    for (const path of [routes.challenge, routes.signIn, routes.signUp]) {
      expect(await wait(await post(from("203.0.113.1"), path, { body: random(50) }))).toBe(1_000);
    }
  });

  it("makes so many accounts, and nothing changes beyond", async () => {
    for (let i = 0; i < 2; i++) expect((await signUpAt(from("203.0.113.1"), makeAccount())).status).toBe(200);
    const before = snapshot(server.storage);
    expect(await wait(await signUpAt(from("203.0.113.1"), makeAccount()))).toBe(10_000);
    expect(snapshot(server.storage)).toBe(before);
    expect((await signUpAt(from("203.0.113.2"), makeAccount())).status).toBe(200);
  });

  it("that is this machine's own is not counted", async () => {
    for (let i = 0; i < 30; i++) expect((await ask(server, `name${i}`)).status).toBe(200);
  });
});

describe("[C31] one name", () => {
  it("is limited from all addresses together, whether there is such an account or not", async () => {
    const account = makeAccount("kim");
    await signUpAt(server, account);
    now += 10_000;
    const waits = async (name: string) => {
      const answers: number[] = [];
      for (let i = 0; i < 6; i++) answers.push(await wait(await ask(from(`203.0.113.${i}`), name)));
      return answers;
    };
    expect(await waits("kim")).toEqual([0, 0, 0, 0, 1_000, 1_000]);
    expect(await waits("nobody")).toEqual([0, 0, 0, 0, 1_000, 1_000]);
  });

  it("[attack 11] locks nobody out: who has signed in from an address before still can, whatever others do", async () => {
    const account = makeAccount("kim");
    const home = from("203.0.113.9");
    const signIn = () => signInAt(home, { name: account.name, key: account.keys.signIn, device: newDevice() });
    await signUpAt(home, account);
    expect((await signIn()).status).toBe(200);
    for (let second = 0; second < 20; second++) {
      now += 1_000;
      for (let i = 0; i < 4; i++) await ask(from(`198.51.100.${4 * second + i}`), "kim");
      expect((await ask(from("198.51.100.250"), "kim")).status).toBe(429);
    }
    expect((await signIn()).status).toBe(200);
  });

  it("is not held, and is not in the log", async () => {
    for (let i = 0; i < 6; i++) await ask(from(`203.0.113.${i}`), "kim@example.org");
    expect(JSON.stringify(server.log)).not.toMatch(/kim|203\.0/);
    expect(server.log.map(({ result }) => result)).toContain("too-many-requests");
  });
});

describe("[C31] one account", () => {
  it("has so many requests, over all its sessions, and others have their own", async () => {
    const [mine, other] = [await startDevice(server), await startDevice(server)];
    for (let i = 0; i < 3; i++) await pushChanges(mine, newChanges(1));
    const given = await makeCommit(mine.account, mine.head.hash, newChanges(1));
    const before = snapshot(server.storage);
    expect(await wait(await sendCommit(mine, given))).toBe(100);
    expect(await wait(await askPull(mine, { after: mine.head, whole: false }))).toBe(100);
    expect(snapshot(server.storage)).toBe(before);
    const again = await startDevice(server, mine.account, true);
    expect(await wait(await askPull(again, { after: null, whole: true }))).toBe(100);
    await pushChanges(other, newChanges(1));
    now += 100;
    expect((await sendCommit(mine, given)).status).toBe(200);
  });
});

describe("the gate", () => {
  const clock = { now: () => now };

  it("[C36] holds so many bytes of pushes at once, a share of them for each account", () => {
    const gate = new Gate(clock, defaultRates);
    const [mine, other] = [random(16) as AccountId, random(16) as AccountId];
    const held = Array.from({ length: 52 }, () => gate.push(mine, limits.pushBytes));
    expect(held.filter((release) => release !== null)).toHaveLength(3);
    expect(gate.push(other, 1e12)).not.toBeNull();
    held[0]?.();
    expect(gate.push(mine, limits.pushBytes)).not.toBeNull();
    const many = Array.from({ length: 2_000 }, () => gate.push(random(16) as AccountId, 0));
    expect(many.every((release) => release !== null)).toBe(true);
    expect(defaultPortions.pushes.all / defaultPortions.pushes.each).toBeGreaterThanOrEqual(16);
  });

  it("[C18] gives the room of a push back however it ended", async () => {
    const device = await startDevice(createTestServer());
    const given = await makeCommit(device.account, device.head.hash, newChanges(1));
    for (let i = 0; i < 120; i++) expect((await sendCommit(device, given, { body: random(10) })).status).toBe(400);
    expect((await sendCommit(device, given)).status).toBe(200);
  });

  it("remembers a bounded number of addresses that have signed in", () => {
    const gate = new Gate(clock, { ...rates, name: { burst: 1, perSecond: 0.001 } });
    const name = "kim" as AccountName;
    gate.knows(name, "first");
    expect(gate.name(name, "elsewhere")).toBe(0);
    expect(gate.name(name, "elsewhere")).toBeGreaterThan(0);
    expect(gate.name(name, "first")).toBe(0);
    for (let i = 0; i < keysAtMost; i++) gate.knows(name, `address ${i}`);
    expect(gate.name(name, "first")).toBeGreaterThan(0);
  });
});
