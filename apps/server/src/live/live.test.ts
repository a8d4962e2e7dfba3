// Pushes and pokes through the whole server in this process: who hears of what, and what a poke bears.

import { commit, encode, equalBytes, type LiveEvent, limits, liveClose, routes } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import {
  makeAccount,
  makeCommit,
  newChange,
  newChanges,
  post,
  pushChanges,
  random,
  refTo,
  sendCommit,
  startDevice,
  type TestDevice,
} from "../testing/test-account.ts";
import { createTestServer, type LiveTest, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let phone: TestDevice;
let laptop: TestDevice;

beforeEach(async () => {
  server = createTestServer();
  phone = await startDevice(server);
  laptop = await startDevice(server, phone.account, true);
});

interface Heard {
  readonly events: LiveEvent[];
  readonly closed: number[];
  readonly live: LiveTest;
}

async function listen(device: TestDevice): Promise<Heard> {
  const events: LiveEvent[] = [];
  const closed: number[] = [];
  const live = server.live(
    device.session.token,
    (event) => events.push(event),
    (code) => closed.push(code),
  );
  await live.greeted;
  expect(events.splice(0)).toEqual([{ kind: "ready" }]);
  return { events, closed, live };
}

describe("[C27] a poke", () => {
  it("bears the small commit as it was pushed, and goes to the account's other devices alone", async () => {
    const stranger = await startDevice(server, makeAccount());
    const [mine, other, strange] = [await listen(phone), await listen(laptop), await listen(stranger)];
    const given = await pushChanges(phone, newChanges(2));
    const { vault } = phone.account.request;
    expect(other.events).toEqual([{ kind: "poke", vault, head: refTo(1, given), commit: given }]);
    expect(mine.events).toEqual([]);
    expect(strange.events).toEqual([]);
  });

  it("bears what is in the limit to the byte, and beyond the head alone", async () => {
    const other = await listen(laptop);
    const spare = async (inside: number) => {
      const given = await makeCommit(phone.account, phone.head.hash, [newChange(undefined, inside)]);
      return { given, left: limits.inlineCommitBytes - encode(commit, given).length };
    };
    const { left } = await spare(60_000);
    for (const [more, borne] of [
      [0, true],
      [1, false],
    ] as const) {
      const { given } = await spare(60_000 + left + more);
      expect(encode(commit, given)).toHaveLength(limits.inlineCommitBytes + more);
      expect((await sendCommit(phone, given)).status).toBe(200);
      phone.head = refTo(phone.head.seq + 1, given);
      const [event] = other.events.splice(0);
      if (event?.kind !== "poke") throw new Error("no poke");
      expect(event.head).toEqual(phone.head);
      expect(event.commit !== undefined).toBe(borne);
    }
  });

  it("fits in what a message may have, also with the longest of everything around the commit", () => {
    expect(limits.liveEventBytes - limits.inlineCommitBytes).toBeGreaterThanOrEqual(1024);
  });

  it("follows each commit in its order, also of those that came together; a refused one makes none", async () => {
    const other = await listen(laptop);
    const first = await makeCommit(phone.account, phone.head.hash, newChanges(1));
    const rival = await makeCommit(phone.account, phone.head.hash, newChanges(1));
    const statuses = await Promise.all([sendCommit(phone, first), sendCommit(phone, rival)]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 412]);
    phone.head = refTo(1, first);
    for (let i = 0; i < 3; i++) await pushChanges(phone, newChanges(1));
    expect(other.events.map((event) => (event.kind === "poke" ? event.head.seq : 0))).toEqual([1, 2, 3, 4]);
  });

  it("goes to a device's other session, and not to the one that pushed", async () => {
    const again = await startDevice(server, phone.account, true);
    const [own, other] = [await listen(phone), await listen(again)];
    await pushChanges(phone, newChanges(1));
    expect([own.events.length, other.events.length]).toEqual([0, 1]);
  });

  it("is sent when it can be read: a pull asked for at once has the commit", async () => {
    let seen: Promise<boolean> = Promise.resolve(false);
    const { vault } = phone.account.request;
    const live = server.live(laptop.session.token, (event) => {
      if (event.kind !== "poke") return;
      seen = server.storage.vaults
        .find(phone.session.accountId, vault)
        .then((held) => equalBytes(held?.head.hash ?? random(1), event.head.hash));
    });
    await live.greeted;
    await pushChanges(phone, newChanges(1));
    expect(await seen).toBe(true);
  });
});

describe("[C26] a live connection", () => {
  it("is closed at once when its session is signed out, and no other", async () => {
    const [mine, other] = [await listen(phone), await listen(laptop)];
    expect((await post(server, routes.endSession, { token: phone.session.token, headers: { "content-type": "" } })).status).toBe(200);
    expect([mine.closed, other.closed]).toEqual([[liveClose.sessionEnded], []]);
    const refused: number[] = [];
    const events: LiveEvent[] = [];
    await server.live(
      phone.session.token,
      (event) => events.push(event),
      (code) => refused.push(code),
    ).greeted;
    expect(events).toEqual([]);
    expect(refused).toEqual([liveClose.sessionEnded]);
  });

  it("answers a ping, and hears nothing after it was closed", async () => {
    const heard = await listen(laptop);
    await heard.live.send({ kind: "ping" });
    expect(heard.events.splice(0)).toEqual([{ kind: "pong" }]);
    heard.live.close();
    await pushChanges(phone, newChanges(1));
    expect(heard).toMatchObject({ events: [], closed: [] });
  });

  it("[C25] is told when the server stops, and can come back when it is there again", async () => {
    const heard = await listen(laptop);
    server.stopLive();
    expect(heard.closed).toEqual([liveClose.goingAway]);
    const again = await listen(laptop);
    await pushChanges(phone, newChanges(1));
    expect([heard.events.length, again.events.length]).toEqual([0, 1]);
  });
});
