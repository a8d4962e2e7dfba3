// The loop that keeps a device synchronized by itself, over work that a test has made up: what it asks of that work, when, and what it tells
// those who wait. Whole devices are in tests/live.test.ts.

import {
  type Bytes,
  decode,
  encode,
  genesis,
  type Hash,
  type LiveEvent,
  limits,
  liveClose,
  liveEvent,
  liveRequest,
  type VaultId,
} from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { testTime } from "../testing/test-time.ts";
import { closingMs, Live, type LiveWork } from "./live.ts";
import type { Poke } from "./live-link.ts";
import type { LiveListener } from "./live-port.ts";
import type { RunReport } from "./run-report.ts";
import { busyMs, gatherMs, regularMs } from "./schedule.ts";

const report = (end: RunReport["end"], pushed = 0): RunReport => ({ end, pulled: 0, pushed });
const quiet = report({ type: "quiet" });
const away = report({ type: "unreachable", why: "offline" });
const off = report({ type: "off" });
const poke: Poke = { kind: "poke", vault: new Uint8Array(16) as VaultId, head: { seq: 3, hash: genesis.hash as Hash } };

interface Given {
  /** What each run comes to, one after the other; the last of them from then on. Null never ends. */
  readonly runs?: readonly (RunReport | Promise<RunReport> | Error | null)[];
  readonly takes?: readonly ("taken" | "old" | "ask" | "busy" | Error)[];
  readonly token?: Bytes | null;
  readonly connector?: boolean;
}

function loop({ runs = [quiet], takes = ["taken"], token = new Uint8Array(32), connector = true }: Given = {}) {
  const time = testTime();
  const seen = { runs: 0, takes: 0, told: 0, closed: 0, sent: [] as string[] };
  const state = { enabled: true, unreadable: false, waiting: 0, failures: 0, token };
  const servers: LiveListener[] = [];
  const nextOf = <T>(answers: readonly T[], at: number): T => answers[Math.min(at, answers.length) - 1] as T;
  const given = async <T>(answer: T | Promise<T> | Error): Promise<T> => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const work: LiveWork = {
    run: () => {
      const next = nextOf(runs, ++seen.runs);
      return next === null ? new Promise(() => {}) : given(next);
    },
    take: () => given(nextOf(takes, ++seen.takes)),
    failures: () => state.failures,
    enabled: async () => {
      if (state.unreadable) throw new Error("the store is closed");
      return state.enabled;
    },
    signInNeeded: async () => true,
    waiting: async () => state.waiting,
    token: () => state.token,
    told: () => void seen.told++,
  };
  const connecting = {
    connect: (_: string, listener: LiveListener) => {
      servers.push(listener);
      return {
        send: (message: Bytes) => {
          const request = decode(liveRequest, message);
          seen.sent.push(request.ok ? request.value.kind : "malformed");
        },
        close: () => void seen.closed++,
      };
    },
  };
  const { clock, timers } = time;
  const live = new Live({
    work,
    connector: connector ? connecting : null,
    origin: "https://holdfast.test",
    clock,
    timers,
    random: () => 0.5,
  });
  const says = (event: LiveEvent) => servers.at(-1)?.message(encode(liveEvent, event));
  const ready = async () => {
    servers.at(-1)?.opened();
    says({ kind: "ready" });
    await time.advance(0);
  };
  return { live, time, seen, state, servers, says, ready };
}

/** Started, connected, and at rest after its first runs. */
async function started(given: Given = {}) {
  const all = loop(given);
  await all.live.start();
  await all.time.advance(0);
  if (given.connector !== false) await all.ready();
  return all;
}

describe("a loop", () => {
  it("[S32, S35] begins with a run and a connection, and runs again when that is ready", async () => {
    const { live, time, seen, servers, ready } = loop();
    expect([live.started, live.connected]).toEqual([false, false]);
    await live.start();
    expect(live.started).toBe(true);
    await time.advance(0);
    expect([seen.runs, servers.length, live.connected]).toEqual([1, 1, false]);
    await ready();
    expect([seen.runs, seen.sent, live.connected]).toEqual([2, ["hello"], true]);
    await expect(live.start()).rejects.toThrow("starts once");
  });

  it("[S32] runs every five minutes, with or without a connection to be had", async () => {
    for (const connector of [true, false]) {
      const { seen, time } = await started({ connector });
      const before = seen.runs;
      await time.advance(regularMs - 1);
      expect(seen.runs - before).toBe(0);
      await time.advance(1);
      expect(seen.runs - before).toBe(1);
    }
  });

  it("[S33] answers who saved with the run that takes the change along", async () => {
    const runs = [1, 2, 3, 4].map((pushed) => report({ type: "quiet" }, pushed));
    const { live, time, seen } = await started({ runs });
    const before = seen.runs;
    const first = live.saved();
    expect(await first).toEqual(runs[2]);
    const second = live.saved();
    const third = live.saved();
    await time.advance(gatherMs - 1);
    expect(seen.runs).toBe(before + 1);
    await time.advance(1);
    expect([await second, await third, seen.runs]).toEqual([runs[3], runs[3], before + 2]);
  });

  it("[S15] answers who asks during a run with the next one", async () => {
    const runs = [1, 2, 3, 4].map((pushed) => report({ type: "quiet" }, pushed));
    const { live, seen } = await started({ runs });
    const [one, two] = await Promise.all([live.now(), live.now()]);
    expect([one, two, seen.runs]).toEqual([runs[2], runs[3], 4]);
  });

  it("[S17] answers at once where it is off, and is quiet until it is on again", async () => {
    const { live, time, seen, state, servers } = await started();
    state.enabled = false;
    await live.switched();
    const { runs, closed } = seen;
    expect([closed, live.connected]).toEqual([1, false]);
    expect([await live.now(), await live.saved()]).toEqual([off, off]);
    live.focus();
    live.online();
    await time.advance(3 * regularMs);
    expect([seen.runs, servers.length]).toEqual([runs, 1]);
    state.enabled = true;
    await live.switched();
    await time.advance(0);
    expect([seen.runs, servers.length]).toEqual([runs + 1, 2]);
  });

  it("[S32] runs on focus and when the network is back", async () => {
    const { live, time, seen } = await started();
    const { runs } = seen;
    live.focus();
    await time.advance(0);
    live.online();
    await time.advance(0);
    expect(seen.runs).toBe(runs + 2);
  });

  it("[S17, S37] hears of a switch that another process has turned, at the next beat", async () => {
    const { live, time, seen, state, says } = await started();
    state.unreadable = true;
    await time.advance(limits.livePingMs);
    expect(live.connected).toBe(true);
    says({ kind: "pong" });
    state.unreadable = false;
    state.enabled = false;
    await time.advance(limits.livePingMs);
    expect([live.connected, seen.sent.at(-1)]).toEqual([false, "ping"]);
  });
});

describe("[S34] after a failure", () => {
  it("waits its time, and tells when it is over", async () => {
    const { live, time, seen, state } = loop({ runs: [away, quiet] });
    expect(live.retryAt).toBeNull();
    state.failures = 3;
    await live.start();
    await time.advance(0);
    expect([seen.runs, live.retryAt]).toEqual([1, time.clock.now() + 2_000]);
    await time.advance(1_999);
    expect(seen.runs).toBe(1);
    await time.advance(1);
    expect([seen.runs, live.retryAt]).toEqual([2, null]);
  });

  it("does what the server asks for, for an hour at most", async () => {
    for (const [retryMs, waits] of [
      [7_000, 7_000],
      [9e6, 3_600_000],
    ] as const) {
      const { live, time } = loop({ runs: [report({ type: "refused", refusal: { kind: "too-many-requests", retryMs } })] });
      await live.start();
      await time.advance(0);
      expect(live.retryAt).toBe(time.clock.now() + waits);
      expect(await live.now()).toMatchObject({ end: { type: "refused" } });
    }
    const { live, time } = loop({ runs: [report({ type: "refused", refusal: { kind: "unavailable" } })] });
    await live.start();
    await time.advance(0);
    expect(live.retryAt).toBe(time.clock.now() + 500);
  });

  it("lets nobody wait for a run that the server's word holds back", async () => {
    const held = report({ type: "refused", refusal: { kind: "too-many-requests", retryMs: 60_000 } });
    const { live, time, seen } = await started({ runs: [quiet, quiet, held] });
    await live.now();
    const due = live.retryAt;
    expect(await live.saved()).toEqual(held);
    const second = live.saved();
    expect(live.retryAt).toBe(due);
    await time.advance(gatherMs);
    expect([await second, seen.runs, live.retryAt]).toEqual([held, 3, due]);
  });

  it("takes a fault of the work for one, and another process for none", async () => {
    const { live, time } = loop({ runs: [new Error("a fault"), report({ type: "busy" }), quiet] });
    await live.start();
    await time.advance(0);
    expect(live.retryAt).toBe(time.clock.now() + 500);
    expect(await live.now()).toEqual(report({ type: "busy" }));
    expect(live.retryAt).toBe(time.clock.now() + busyMs);
    const faulty = loop({ runs: [new Error("a fault")] });
    await faulty.live.start();
    expect(await faulty.live.now()).toEqual(report({ type: "unreachable", why: "other" }));
  });
});

describe("[S35] the connection", () => {
  it("follows the run that signs in, where there is no token yet", async () => {
    const { live, time, state, servers, seen } = loop({ token: null });
    await live.start();
    await time.advance(0);
    expect(servers).toHaveLength(0);
    state.token = new Uint8Array(32);
    await time.advance(999);
    expect([servers.length, seen.runs]).toEqual([0, 1]);
    await time.advance(1);
    expect(servers).toHaveLength(1);
  });

  it("is opened anew once a run has found that the session was not ours, and stays where it is the same", async () => {
    const { time, state, servers, live } = await started();
    await live.now();
    await time.advance(1_000);
    expect(servers).toHaveLength(1);
    state.token = new Uint8Array(32).fill(1);
    await live.now();
    await time.advance(1_000);
    expect(servers).toHaveLength(2);
  });

  it("is made again when it was lost, and after a session that ended with a run", async () => {
    const { time, seen, servers, live } = await started();
    const { runs } = seen;
    servers[0]?.closed(null);
    expect(live.connected).toBe(false);
    await time.advance(500);
    expect([servers.length, seen.runs]).toEqual([2, runs]);
    servers[1]?.closed(liveClose.sessionEnded);
    await time.advance(0);
    expect(seen.runs).toBe(runs + 1);
  });

  it("[S37] is asked whether it is there, and made anew after a sleep", async () => {
    const { time, seen, servers, says } = await started();
    await time.advance(limits.livePingMs);
    says({ kind: "pong" });
    await time.advance(limits.livePingMs);
    expect(seen.sent).toEqual(["hello", "ping", "ping"]);
    says({ kind: "pong" });
    const { runs } = seen;
    time.setClock(time.clock.now() + 30_000);
    await time.advance(limits.livePingMs);
    expect([servers.length, seen.runs, seen.sent.length]).toEqual([1, runs, 4]);
    says({ kind: "pong" });
    time.setClock(time.clock.now() + 30_001);
    await time.advance(limits.livePingMs);
    expect([servers.length, seen.runs, seen.closed, seen.sent.length]).toEqual([2, runs + 1, 1, 4]);
  });
});

describe("[S36] a poke", () => {
  it("is taken in after the work under way, and runs only where only a run can tell", async () => {
    for (const [outcome, runs, told] of [
      ["taken", 0, 1],
      ["old", 0, 0],
      ["ask", 1, 2],
      ["busy", 1, 2],
      [new Error("a fault"), 1, 2],
    ] as const) {
      const { says, time, seen } = await started({ takes: [outcome] });
      const before = { ...seen };
      says(poke);
      await time.advance(0);
      expect([seen.takes, seen.runs - before.runs, seen.told - before.told], `${outcome}`).toEqual([1, runs, told]);
    }
  });

  it("waits for a run; more of them than wait are one reason to ask", async () => {
    const { says, time, seen, live } = await started({ runs: [quiet, quiet, null] });
    void live.now();
    await time.advance(0);
    for (let n = 0; n < 40; n++) says(poke);
    await time.advance(0);
    expect([seen.takes, seen.runs]).toEqual([0, 3]);
    const other = await started();
    for (let n = 0; n < 40; n++) other.says(poke);
    await other.time.advance(0);
    expect([other.seen.takes, other.seen.runs]).toEqual([32, 4]);
    for (let n = 0; n < 3; n++) other.says(poke);
    await other.time.advance(0);
    expect([other.seen.takes, other.seen.runs]).toEqual([35, 4]);
  });
});

describe("[S32] before lock or quit", () => {
  it("sends what waits, ends, and is quiet for ever", async () => {
    for (const waiting of [0, 2]) {
      const { live, time, seen, state, says } = await started();
      const { runs, takes } = seen;
      state.waiting = waiting;
      await live.stop();
      expect(time.pending()).toBe(0);
      await live.stop();
      expect([seen.runs - runs, live.started, live.connected, seen.closed]).toEqual([Math.min(waiting, 1), false, false, 1]);
      says(poke);
      live.focus();
      await time.advance(3 * regularMs);
      expect([seen.runs - runs, seen.takes, time.pending()]).toEqual([Math.min(waiting, 1), takes, 0]);
    }
  });

  it("waits three seconds and no more, and answers all who wait", async () => {
    const { live, time, state, seen } = await started({ runs: [quiet, quiet, null] });
    const asked = live.now();
    const next = live.now();
    state.waiting = 1;
    let stopped = false;
    const stopping = live.stop().then(() => {
      stopped = true;
    });
    await time.advance(0);
    await time.advance(closingMs - 1);
    expect(stopped).toBe(false);
    await time.advance(1);
    await stopping;
    expect([await asked, await next, live.started, seen.closed]).toEqual([quiet, quiet, false, 1]);
  });

  it("takes in no poke that still waited", async () => {
    const { promise, resolve } = Promise.withResolvers<RunReport>();
    const { live, says, seen, time } = await started({ runs: [quiet, quiet, promise] });
    void live.now();
    says(poke);
    const stopping = live.stop();
    await time.advance(0);
    await time.advance(closingMs);
    await stopping;
    resolve(quiet);
    await time.advance(0);
    expect([seen.takes, time.pending()]).toEqual([0, 0]);
  });
});
