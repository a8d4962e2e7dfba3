import { describe, expect, it } from "vitest";
import { watchClock } from "./server-clock.ts";
import type { Transport, TransportFailure, TransportResponse } from "./transport.ts";

const now = 1_000_000_000;
const minute = 60_000;

async function heard(...dates: readonly (number | "nothing" | "failed")[]): Promise<number | null> {
  const answers = dates.map((date): TransportResponse | TransportFailure => {
    if (date === "failed") return { type: "unreachable", why: "offline" };
    return { status: 200, ...(date === "nothing" ? {} : { date }), body: (async function* () {})() };
  });
  const transport: Transport = {
    origin: "https://holdfast.test",
    traffic: { requests: 3, bytesUp: 0, bytesDown: 0 },
    send: async () => answers.shift() ?? { type: "unreachable", why: "other" },
  };
  const watched = watchClock(transport, { now: () => now });
  for (const _ of dates) await watched.transport.send({ method: "GET", path: "/", token: null });
  expect(watched.transport.origin).toBe(transport.origin);
  expect(watched.transport.traffic.requests).toBe(3);
  return watched.clock.minutesOff();
}

describe("the server's clock", () => {
  it("says nothing before it was heard, and within five minutes", async () => {
    expect(await heard()).toBeNull();
    expect(await heard("nothing", "failed")).toBeNull();
    expect(await heard(now)).toBeNull();
    expect(await heard(now + 5 * minute)).toBeNull();
    expect(await heard(now - 5 * minute)).toBeNull();
  });

  it("says how far off we are beyond that, either way, in whole minutes", async () => {
    expect(await heard(now + 5 * minute + 1)).toBe(5);
    expect(await heard(now - 90 * minute)).toBe(90);
    expect(await heard(0)).toBe(Math.round(now / minute));
  });

  it("counts the last word, and keeps it over answers without one", async () => {
    expect(await heard(now + 90 * minute, now)).toBeNull();
    expect(await heard(now + 90 * minute, "nothing", "failed")).toBe(90);
  });
});

describe("how far the server's clock is ahead", () => {
  /** Asks at `now`, is answered with `date`, and looks `laterMs` later. */
  async function ahead(date: number | undefined, laterMs: number, withinMs: number): Promise<number | null> {
    let time = now;
    const transport: Transport = {
      origin: "https://holdfast.test",
      traffic: { requests: 0, bytesUp: 0, bytesDown: 0 },
      send: async () => ({ status: 200, ...(date === undefined ? {} : { date }), body: (async function* () {})() }),
    };
    const watched = watchClock(transport, { now: () => time });
    await watched.transport.send({ method: "GET", path: "/", token: null });
    time += laterMs;
    return watched.clock.ahead(withinMs);
  }

  it("is told in milliseconds, behind too, however little it is", async () => {
    expect(await ahead(now + 7, 0, 0)).toBe(7);
    expect(await ahead(now - 90 * minute, 0, minute)).toBe(-90 * minute);
    expect(await ahead(now, 0, minute)).toBe(0);
  });

  it("is told by an answer that is no older than asked, nor from a time that is still to come", async () => {
    for (const later of [minute, -minute]) expect(await ahead(now + 7, later, minute)).toBe(7);
    for (const later of [minute + 1, -minute - 1]) expect(await ahead(now + 7, later, minute)).toBeNull();
  });

  it("is not known where no answer has told it", async () => {
    expect(await ahead(undefined, 0, minute)).toBeNull();
    expect(
      watchClock(
        { origin: "", traffic: { requests: 0, bytesUp: 0, bytesDown: 0 }, send: async () => ({ type: "unreachable", why: "other" }) },
        { now: () => now },
      ).clock.ahead(Number.MAX_VALUE),
    ).toBeNull();
  });
});
