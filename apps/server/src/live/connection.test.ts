// One live connection over a wire that is only a list: what comes is checked, and time passes when the test says so.

import { type Bytes, encode, type LiveEvent, limits, liveClose, liveEvent, liveRequest } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { makeContext } from "../context.ts";
import type { LogLine } from "../journal.ts";
import type { Context } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import { Writer } from "../storage/contract-writer.ts";
import { MemoryStorage } from "../storage/memory-storage.ts";
import { eventOf } from "../testing/live-event.ts";
import { newDevice, random } from "../testing/test-account.ts";
import { LiveConnection, trustMs } from "./connection.ts";
import { Live } from "./live.ts";

let now: number;
let due: { readonly at: number; readonly run: () => void }[];
let log: LogLine[];
let context: Context;
let storage: MemoryStorage;
let writer: Writer;
let token: Bytes;

beforeEach(async () => {
  now = 1_000_000;
  due = [];
  log = [];
  storage = new MemoryStorage();
  const after = (delayMs: number, run: () => void) => {
    const one = { at: now + delayMs, run };
    due.push(one);
    return () => {
      due = due.filter((other) => other !== one);
    };
  };
  const ports = { storage, clock: { now: () => now }, timers: { after, turn: queueMicrotask }, randomBytes: random };
  context = makeContext({ ...ports, log: (line) => log.push(line) }, { origin: "https://holdfast.test", signup: "open" });
  writer = await Writer.start(storage);
  token = random(32);
  await writer.signIn(sha256(token), writer.device, now);
});

/** Lets time pass; what falls due runs in its order. */
function pass(ms: number): void {
  const until = now + ms;
  for (;;) {
    const [next] = due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    if (next === undefined) break;
    due = due.filter((other) => other !== next);
    now = next.at;
    next.run();
  }
  now = until;
}

interface Line {
  readonly connection: LiveConnection;
  readonly heard: LiveEvent[];
  readonly closed: (number | "cut")[];
  waiting: number;
}

function open(live?: Live): Line {
  const heard: LiveEvent[] = [];
  const closed: (number | "cut")[] = [];
  const wire = {
    send: (message: Bytes) => void heard.push(eventOf(message)),
    waiting: () => line.waiting,
    close: (code: number) => void closed.push(code),
    cut: () => void closed.push("cut"),
  };
  const connection = live === undefined ? new LiveConnection(context, wire, () => {}) : live.open(wire);
  const line: Line = { connection, heard, closed, waiting: 0 };
  return line;
}

const hello = (given: Bytes = token): Bytes => encode(liveRequest, { kind: "hello", token: given });
const ping = encode(liveRequest, { kind: "ping" });
const pong = encode(liveEvent, { kind: "pong" });

async function greeted(live?: Live): Promise<Line> {
  const line = open(live);
  await line.connection.receive(hello());
  expect(line.heard).toEqual([{ kind: "ready" }]);
  return line;
}

describe("[C26] hello", () => {
  it("with a session's token is answered ready, and then the vaults of its account are heard", async () => {
    const line = await greeted();
    expect(line.connection.known).toBe(true);
    expect(context.hub.count).toBe(1);
    expect(context.hub.publish(writer.of.vault, sha256(random(1)), () => pong)).toBe(1);
    expect(line.heard.at(-1)).toEqual({ kind: "pong" });
  });

  const wrong: readonly (readonly [what: string, first: () => Bytes | null, code: number])[] = [
    ["a token that is none", () => hello(random(32)), liveClose.sessionEnded],
    ["a ping before it", () => ping, liveClose.malformed],
    ["random bytes", () => random(40), liveClose.malformed],
    ["nothing", () => new Uint8Array(0), liveClose.malformed],
    ["text", () => null, liveClose.malformed],
    ["more than a message has", () => new Uint8Array(limits.liveRequestBytes + 1), liveClose.malformed],
    ["a token too short", () => Buffer.from("a2646b696e646568656c6c6f65746f6b656e4100", "hex"), liveClose.malformed],
  ];
  it.each(wrong)("that is %s closes it, and nothing was told", async (_, first, code) => {
    const line = open();
    await line.connection.receive(first());
    expect(line.closed).toEqual([code]);
    await line.connection.receive(hello());
    expect(line).toMatchObject({ heard: [], closed: [code] });
    expect(context.hub.count).toBe(0);
    expect(due).toEqual([]);
  });

  it("is waited for, for so long and no longer", async () => {
    const line = open();
    pass(limits.liveHelloMs - 1);
    expect(line.closed).toEqual([]);
    pass(1);
    expect(line.closed).toEqual([liveClose.silent]);
    const prompt = await greeted();
    pass(limits.liveHelloMs);
    expect(prompt.closed).toEqual([]);
  });

  it("comes once: again, or anything while the first is looked at, closes", async () => {
    const line = await greeted();
    await line.connection.receive(hello());
    expect(line.closed).toEqual([liveClose.malformed]);
    expect(context.hub.count).toBe(0);
    const hasty = open();
    await Promise.all([hasty.connection.receive(hello()), hasty.connection.receive(ping)]);
    expect(hasty).toMatchObject({ heard: [], closed: [liveClose.malformed] });
    expect(context.hub.count).toBe(0);
  });

  it("of a client that left meanwhile leaves nobody behind", async () => {
    const line = open();
    const asked = line.connection.receive(hello());
    line.connection.gone();
    await asked;
    expect(line).toMatchObject({ heard: [], closed: [] });
    expect(context.hub.count).toBe(0);
  });

  it("of an account that has too many connections is told so", async () => {
    for (let i = 0; i < limits.liveConnections; i++) await greeted();
    const line = open();
    await line.connection.receive(hello());
    expect(line).toMatchObject({ heard: [], closed: [liveClose.tooMany] });
    expect(context.hub.count).toBe(limits.liveConnections);
  });

  it("[C13] when the storage fails is told so, and the log says no more than the code", async () => {
    storage.accounts.session = async () => {
      throw Object.assign(new Error("secret text"), { code: "ERR_SQLITE_ERROR", errcode: 11 });
    };
    const line = open();
    await line.connection.receive(hello());
    expect(line.closed).toEqual([liveClose.unavailable]);
    expect(log.map(({ result }) => result)).toEqual(["ERR_SQLITE_ERROR/11", String(liveClose.unavailable)]);
    expect(JSON.stringify(log)).not.toContain("secret");
  });
});

describe("[C26] while it lives", () => {
  it("a ping is answered", async () => {
    const line = await greeted();
    await line.connection.receive(ping);
    expect(line.heard.at(-1)).toEqual({ kind: "pong" });
  });

  it("silence ends it, and a ping now and then keeps it", async () => {
    const live = new Live(context);
    const [silent, lively] = [await greeted(live), await greeted(live)];
    for (let passed = 0; passed <= 2 * limits.liveIdleMs; passed += limits.livePingMs) {
      pass(limits.livePingMs);
      await lively.connection.receive(ping);
    }
    expect(silent.closed).toEqual([liveClose.silent]);
    expect(lively.closed).toEqual([]);
    expect([live.count, context.hub.count]).toEqual([1, 1]);
    lively.connection.gone();
    pass(limits.liveIdleMs);
    expect([live.count, due.length]).toEqual([0, 0]);
  });

  it("[C23] its session is looked for now and then, and its use noted", async () => {
    const line = await greeted();
    const session = sha256(token);
    pass(3_600_000);
    await line.connection.receive(ping);
    expect((await storage.accounts.session(session))?.used).toBe(now);
    await storage.accounts.endSession(session);
    pass(trustMs - 1);
    await line.connection.receive(ping);
    expect(line.closed).toEqual([]);
    pass(1);
    await line.connection.receive(ping);
    expect(line.closed).toEqual([liveClose.sessionEnded]);
  });

  it("[C23] a session nobody has used for 30 days is none", async () => {
    const line = await greeted();
    pass(limits.sessionIdleMs);
    await line.connection.receive(ping);
    expect(line.closed).toEqual([liveClose.sessionEnded]);
    expect(await storage.accounts.session(sha256(token))).toBeNull();
  });

  it("who does not take what is sent is cut, and what waits stays bounded", async () => {
    const line = await greeted();
    const other = await greeted();
    line.waiting = limits.liveQueueBytes - pong.length;
    line.connection.send(pong);
    expect(line.closed).toEqual([]);
    line.waiting += 1;
    line.connection.send(pong);
    expect(line.closed).toEqual(["cut"]);
    expect(context.hub.count).toBe(1);
    expect(other.closed).toEqual([]);
    expect(log.at(-1)).toMatchObject({ event: "live-end", result: "slow" });
  });

  it("nothing is said after its end", async () => {
    const line = await greeted();
    line.connection.close(liveClose.goingAway);
    line.connection.close(liveClose.silent);
    line.connection.send(pong);
    line.connection.gone();
    expect(line).toMatchObject({ heard: [{ kind: "ready" }], closed: [liveClose.goingAway] });
  });

  it("[C21] the log has a line for its begin and its end, with a fingerprint and no id", async () => {
    const line = await greeted();
    line.connection.gone();
    expect(log.map(({ event, result }) => [event, result])).toEqual([
      ["live", "ok"],
      ["live-end", "gone"],
    ]);
    expect(log.every(({ account }) => account?.length === 12)).toBe(true);
    const { account, vault } = writer.of;
    for (const id of [account, vault, token]) expect(JSON.stringify(log)).not.toContain(Buffer.from(id).toString("hex"));
  });
});

describe("all of them", () => {
  it("[C25] are closed when the server stops, and those that still come", async () => {
    const live = new Live(context);
    const lines = [await greeted(live), open(live)];
    live.close();
    lines.push(open(live));
    expect(lines.map(({ closed }) => closed)).toEqual(Array(3).fill([liveClose.goingAway]));
    expect([live.count, live.hasRoom, context.hub.count, due.length]).toEqual([0, false, 0, 0]);
  });

  it("[C26] have room for so many who have not said whose they are", async () => {
    const live = new Live(context, 2);
    const [first] = [open(live), open(live)];
    expect(live.hasRoom).toBe(false);
    await first.connection.receive(hello());
    expect(live.hasRoom).toBe(true);
    await writer.signIn(sha256(random(3)), newDevice());
    open(live);
    expect(live.hasRoom).toBe(false);
  });
});
