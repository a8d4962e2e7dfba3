// The simulator itself: the same seed is the same story, and a failing run is made as short as its cause.

import { expect, it } from "vitest";
import { stepsOf } from "./days.ts";
import { Dice } from "./dice.ts";
import { faults } from "./faults.ts";
import { run, shrink } from "./simulate.ts";

it("gives the numbers of SplitMix64", () => {
  const dice = new Dice(1_234_567n);
  expect([dice.next(), dice.next(), dice.next()]).toEqual([6457827717110365317n, 3203168211198807973n, 9817491932198370423n]);
});

it("tells the same story of the same seed, and another of another", async () => {
  const [once, again, other] = [await run(7n, stepsOf(7n, 150)), await run(7n, stepsOf(7n, 150)), await run(8n, stepsOf(8n, 150))];
  expect(once.failure).toBeNull();
  expect(again.hash).toBe(once.hash);
  expect(other.hash).not.toBe(once.hash);
  expect(once.story.length).toBeGreaterThan(150);
});

it("makes a failing run as short as its cause: an edit, and the power that goes", async () => {
  const fault = faults["an edit that a power cut takes"];
  const steps = stepsOf(21n, 100);
  const short = await shrink(21n, steps, fault);
  expect(short.length).toBeLessThanOrEqual(4);
  const [once, again] = [await run(21n, short, fault), await run(21n, short, fault)];
  expect(once.failure).toMatch(/is gone|is lost|has lost/);
  expect(again).toMatchObject({ hash: once.hash, failure: once.failure });
  expect(once.story.join("\n")).toMatch(/with the power after|loses its power/);
  expect(once.story.join("\n")).toMatch(/(?:adds|edits) item 0/);
  // Without the fault the same steps end well.
  expect((await run(21n, short)).failure).toBeNull();
});
