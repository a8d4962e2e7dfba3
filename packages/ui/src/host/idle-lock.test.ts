import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { IdleLock } from "./idle-lock.ts";

const minute = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lockOf = () => {
  const locked = vi.fn();
  return { lock: new IdleLock(locked), locked };
};

it("locks when nobody has been there for the time, and not before", () => {
  const { lock, locked } = lockOf();
  lock.touch(15);
  vi.advanceTimersByTime(14 * minute);
  lock.touch(15);
  vi.advanceTimersByTime(15 * minute - 1);
  expect(locked).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(locked).toHaveBeenCalledOnce();
});

it("never locks where the person wants that, and forgets the time before", () => {
  const { lock, locked } = lockOf();
  lock.touch(1);
  lock.touch(null);
  vi.advanceTimersByTime(24 * 60 * minute);
  expect(locked).not.toHaveBeenCalled();
});

it("locks at the first sign of somebody after a sleep in which its timer stood still", () => {
  const { lock, locked } = lockOf();
  lock.touch(15);
  vi.setSystemTime(Date.now() + 60 * minute);
  lock.touch(15);
  expect(locked).toHaveBeenCalledOnce();
});
