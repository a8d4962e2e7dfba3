import { genesis, toHex, utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { nodeCrypto } from "../adapters/node-crypto.ts";
import { appTransport } from "./app-transport.ts";
import { memoryHome } from "./memory-home.ts";
import { memoryRunLock } from "./memory-run-lock.ts";
import { anItem, anItemId, aReplica } from "./stored-values.ts";
import { testCrypto } from "./test-crypto.ts";
import { testStart, testTime } from "./test-time.ts";

const connect = (origin: string) => appTransport(origin, () => new Response("nothing"));

describe("memoryHome", () => {
  it("[P1] keeps what was written through a restart, and refuses the store of before", async () => {
    const home = memoryHome({ connect });
    await home.store.create(aReplica());
    await home.store.write({ expect: 1, items: [anItem(anItemId(1), null, "new")] });
    await home.secretKeys.save(new Uint8Array(16).fill(1));
    await home.pending.save({ request: utf8("request"), secretKey: new Uint8Array(16), replica: aReplica() });
    const next = await home.restarted();
    expect((await next.store.items()).items).toEqual([anItem(anItemId(1), null, "new")]);
    expect(await next.secretKeys.load()).toEqual(new Uint8Array(16).fill(1));
    expect(await next.pending.load()).toEqual({ request: utf8("request"), secretKey: new Uint8Array(16), replica: aReplica() });
    await expect(home.store.read()).rejects.toThrow();
  });

  it("removes the Secret Key and the pending account", async () => {
    const { secretKeys, pending } = memoryHome({ connect });
    expect([await secretKeys.load(), await pending.load()]).toEqual([null, null]);
    await secretKeys.save(new Uint8Array(16));
    await secretKeys.remove();
    await pending.save({ request: utf8("request"), secretKey: new Uint8Array(16), replica: aReplica() });
    await pending.remove();
    expect([await secretKeys.load(), await pending.load()]).toEqual([null, null]);
  });

  it("holds a Secret Key of its own, whatever becomes of the bytes it was given", async () => {
    const { secretKeys } = memoryHome({ connect });
    const given = new Uint8Array(16).fill(5);
    await secretKeys.save(given);
    given.fill(0);
    expect(await secretKeys.load()).toEqual(new Uint8Array(16).fill(5));
  });

  it("shares time where it is given one, and may have a wrong clock of its own", async () => {
    const time = testTime();
    const right = memoryHome({ connect, time });
    const wrong = memoryHome({ connect, time, clock: { now: () => time.clock.now() - 10 } });
    await time.advance(5_000);
    expect(right.environment.clock.now()).toBe(testStart + 5_000);
    expect(wrong.environment.clock.now()).toBe(testStart + 4_990);
    expect(right.environment.timers).toBe(wrong.environment.timers);
  });
});

describe("testCrypto", () => {
  it("draws the same bytes from the same seed, and others from another", () => {
    const draw = (seed: number) => [3, 32, 100].map((count) => toHex(testCrypto({ seed }).randomBytes(count)));
    const crypto = testCrypto({ seed: 1 });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(toHex(crypto.randomBytes(32))).not.toBe(toHex(crypto.randomBytes(32)));
    expect(testCrypto().randomBytes(16)).not.toEqual(testCrypto().randomBytes(16));
  });

  it("stretches cheaply by default and for real when asked", async () => {
    const [password, salt] = [utf8("password"), new Uint8Array(16)];
    const cheap = await testCrypto().stretch(password, salt);
    expect(cheap).toHaveLength(32);
    expect(cheap).not.toEqual(await testCrypto().stretch(utf8("passwore"), salt));
    expect(cheap).not.toEqual(
      await testCrypto().stretch(
        password,
        salt.map(() => 1),
      ),
    );
    expect(await testCrypto({ stretch: "real" }).stretch(password, salt)).toEqual(await nodeCrypto().stretch(password, salt));
  });
});

describe("testTime", () => {
  it("runs timers in the order of time, each at its own moment, also those that timers set", async () => {
    const { clock, timers, advance, pending } = testTime(0);
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name} at ${clock.now()}`);
    timers.after(30, note("late"));
    timers.after(10, () => {
      note("early")();
      timers.after(10, note("set by early"));
    });
    timers.after(10, note("second"));
    timers.after(50, note("beyond"));
    const cancel = timers.after(20, note("cancelled"));
    cancel();
    await advance(40);
    expect(seen).toEqual(["early at 10", "second at 10", "set by early at 20", "late at 30"]);
    expect([clock.now(), pending()]).toEqual([40, 1]);
  });

  it("sets the clock without running a timer", async () => {
    const { clock, timers, advance, setClock } = testTime(1_000);
    let ran = 0;
    timers.after(10, () => ran++);
    setClock(5);
    expect([clock.now(), ran]).toEqual([5, 0]);
    await advance(10);
    expect([clock.now(), ran]).toEqual([15, 1]);
  });
});

describe("memoryRunLock", () => {
  it("[P14] runs one at a time, in the order of asking, and gives up when its time has passed", async () => {
    const time = testTime();
    const lock = memoryRunLock(time.timers);
    const seen: string[] = [];
    let release = () => {};
    const first = lock.exclusive(0, () => new Promise<void>((resolve) => (release = resolve)));
    expect(await lock.exclusive(0, async () => 1)).toBeNull();
    const impatient = lock.exclusive(100, async () => void seen.push("impatient"));
    const patient = lock.exclusive(1_000, async () => void seen.push("patient"));
    const last = lock.exclusive(1_000, async () => void seen.push("last"));
    await time.advance(100);
    expect(await impatient).toBeNull();
    release();
    await Promise.all([first, patient, last]);
    expect(seen).toEqual(["patient", "last"]);
    expect(time.pending()).toBe(0);
  });

  it("[P14] is free after work that throws", async () => {
    const lock = memoryRunLock(testTime().timers);
    await expect(lock.exclusive(0, () => Promise.reject(new Error("the work failed")))).rejects.toThrow("the work failed");
    expect(await lock.exclusive(0, async () => 1)).toBe(1);
  });
});

it("stored values are what a store takes", () => {
  expect(aReplica().head).toBe(genesis);
  expect(toHex(anItemId(0x0a, 258))).toBe("0a000000000000000000000000000102");
});
