// The simulator itself: the same seed is the same story, and a failing run is made as short as its cause.

import { expect, it } from "vitest";
import { stepsOf } from "./days.ts";
import { Dice } from "./dice.ts";
import { run } from "./simulate.ts";

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
