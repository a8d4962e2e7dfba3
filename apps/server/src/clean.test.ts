import { limits } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { cleanPiece, pieceCount, startCleaning } from "./clean.ts";
import type { LogLine } from "./journal.ts";
import type { Ports } from "./ports.ts";
import { MemoryStorage } from "./storage/memory-storage.ts";
import { random } from "./testing/test-account.ts";

function start(clean: (count: number) => number | Promise<number>) {
  const clock = { at: 1e12, now: () => clock.at };
  const asked: Parameters<MemoryStorage["clean"]>[0][] = [];
  const waiting: { delayMs: number; run: () => void; cancelled: boolean }[] = [];
  const log: LogLine[] = [];
  const storage = new MemoryStorage();
  storage.clean = async (job) => {
    asked.push(job);
    return clean(job.count);
  };
  const timers = {
    after: (delayMs: number, run: () => void) => {
      const timer = { delayMs, run, cancelled: false };
      waiting.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
    turn: queueMicrotask,
  };
  const ports: Ports = { storage, clock, timers, randomBytes: random, log: (line) => log.push(line) };
  return { ports, clock, asked, waiting, log };
}

it("[C16] asks for what is 30 days old, a bounded piece at a time", async () => {
  const { ports, asked, log } = start(() => 7);
  expect(await cleanPiece(ports)).toBe(false);
  const before = { supersededBefore: 1e12 - limits.supersededMs, sessionsBefore: 1e12 - limits.sessionIdleMs, invitationsBefore: 1e12 };
  expect(asked).toEqual([{ ...before, count: pieceCount }]);
  expect(log).toMatchObject([{ event: "clean", result: "ok 7" }]);
  expect(await cleanPiece(start(() => 0).ports)).toBe(false);
});

it("[C16] goes on soon while there is more, then rests for an hour, and stops when told", async () => {
  const left = [pieceCount, pieceCount, 3];
  const { ports, waiting } = start(() => left.shift() ?? 0);
  const stop = startCleaning(ports);
  const settle = async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  for (let i = 0; i < 3; i++) {
    waiting[i]?.run();
    await settle();
  }
  expect(waiting.map(({ delayMs }) => delayMs)).toEqual([1_000, 1_000, 1_000, 3_600_000]);
  await stop();
  expect(waiting.at(-1)?.cancelled).toBe(true);
});

it("[C13] logs a failure and tries again an hour later", async () => {
  const { ports, waiting, log } = start(() => Promise.reject(new Error("disk")));
  const stop = startCleaning(ports);
  waiting[0]?.run();
  await stop();
  expect(log).toMatchObject([{ event: "clean", result: "Error" }]);
  const again = start(() => Promise.reject(new Error("disk")));
  startCleaning(again.ports);
  again.waiting[0]?.run();
  for (let i = 0; i < 10; i++) await Promise.resolve();
  expect(again.waiting.map(({ delayMs }) => delayMs)).toEqual([1_000, 3_600_000]);
});
