import { type AccountName, limits } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { random } from "../testing/test-account.ts";
import { Challenges } from "./challenges.ts";

const name = "someone" as AccountName;

function make(maximum = 100) {
  const clock = { at: 1_000, now: () => clock.at };
  return { clock, challenges: new Challenges({ clock, randomBytes: random }, maximum) };
}

describe("[C11] a challenge", () => {
  it("is 32 bytes, another every time, and can be taken once", () => {
    const { challenges } = make();
    const [first, second] = [challenges.create(name), challenges.create(name)];
    expect(first).toHaveLength(32);
    expect(first).not.toEqual(second);
    expect(challenges.take(first, name)).toBe(true);
    expect(challenges.take(first, name)).toBe(false);
    expect(challenges.take(second, name)).toBe(true);
    expect(challenges.open).toBe(0);
  });

  it("is for the name it was asked for, and gone once tried for another", () => {
    const { challenges } = make();
    const challenge = challenges.create(name);
    expect(challenges.take(challenge, "somebody" as AccountName)).toBe(false);
    expect(challenges.take(challenge, name)).toBe(false);
  });

  it("lives for a minute, to the millisecond", () => {
    const { challenges, clock } = make();
    const [first, second] = [challenges.create(name), challenges.create(name)];
    clock.at += limits.challengeMs - 1;
    expect(challenges.take(first, name)).toBe(true);
    clock.at += 1;
    expect(challenges.take(second, name)).toBe(false);
  });

  it("[attack 12] makes room: what is over goes, and of too many the oldest", () => {
    const { challenges, clock } = make(3);
    const made = [1, 2, 3, 4].map(() => challenges.create(name));
    expect(challenges.open).toBe(3);
    expect(made.map((challenge) => challenges.take(challenge, name))).toEqual([false, true, true, true]);
    for (let i = 0; i < 3; i++) challenges.create(name);
    clock.at += limits.challengeMs;
    challenges.create(name);
    expect(challenges.open).toBe(1);
  });

  it("that nobody made is not open", () => {
    expect(make().challenges.take(random(32), name)).toBe(false);
  });
});
