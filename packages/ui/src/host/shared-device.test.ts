// Tabs of one device over a lock and a channel of this test's own: who holds, who asks, and what becomes of calls when the holder goes.

import { importWords } from "@holdfast/core";
import { expect, it } from "vitest";
import type { Device, DeviceEvent, OwnWords, Stage } from "../device/port.ts";
import { type Hosting, SharedDevice, type Tabs } from "./shared-device.ts";
import { type ChannelMessage, heardBy } from "./tab-messages.ts";

const locked: Stage = { stage: "locked", account: "octo", server: "https://example.com", enabled: true, waiting: 0 };
const open: Stage = { stage: "open", account: "octo", server: "https://example.com", device: "00", deviceName: "Laptop", kitOwed: false };

const words = (tab: number): OwnWords => ({ deviceName: `Browser of tab ${tab}`, imports: importWords });

/** A device that answers what it is asked, and remembers it; what it knows of saved forms is on its disk, which all tabs share. */
class Disk {
  readonly saved: string[] = [];
  readonly began: number[] = [];
  /** Hosts over this disk now, and the most there were at once. */
  readonly inUse = new Set<unknown>();
  mostInUse = 0;
  mute = false;

  hosting(number: number, own: () => Promise<OwnWords>): Hosting {
    let stage: Stage = { stage: "loading" };
    const listeners = new Set<(event: DeviceEvent) => void>();
    const tell = (next: Stage): void => {
      stage = next;
      for (const listener of listeners) listener({ type: "stage", stage });
    };
    const replay = async (listener: (event: DeviceEvent) => void): Promise<void> => listener({ type: "stage", stage });
    const device = {
      unlock: async () => {
        tell(open);
        return { ok: true, value: undefined };
      },
      save: async (form: { readonly key: string }) => {
        if (stage.stage !== "open") throw new Error("locked");
        this.saved.push(form.key);
        return this.mute ? new Promise(() => {}) : { ok: true, value: { id: form.key, undo: "u", overtook: [] } };
      },
      nameDevice: async () => void this.saved.push((await own()).deviceName),
      reveal: async () => {
        if (stage.stage !== "open") throw new Error("locked");
        return `from ${number}`;
      },
    } as unknown as Device;
    return {
      device,
      begin: async () => {
        this.began.push(number);
        this.inUse.add(own);
        this.mostInUse = Math.max(this.mostInUse, this.inUse.size);
        tell(locked);
      },
      listen: async (listener) => {
        listeners.add(listener);
        await replay(listener);
      },
      replay,
      end: async () => {
        listeners.clear();
        this.inUse.delete(own);
      },
    };
  }
}

/** A browser: its tabs, who of them holds the lock, and the timers that a test lets run out. */
class Browser {
  readonly disk = new Disk();
  readonly #tabs = new Map<string, { hear: (message: unknown) => void; frozen: boolean }>();
  /** All that went over the channel. */
  readonly said: unknown[] = [];
  readonly #queue: { own: string; held: () => void; lost: () => void }[] = [];
  #holder: { own: string; lost: () => void } | null = null;
  readonly #timers: (() => void)[] = [];
  /** Whether who loses the lock hears of it after who took it, as Chromium does it where both are asked for in one task. */
  lossComesLate = false;

  tab(number: number, build = "one") {
    const own = `tab ${number}`;
    const state = { hear: (_: unknown): void => {}, frozen: false };
    this.#tabs.set(own, state);
    const tabs: Tabs = {
      own,
      build,
      post: (message: ChannelMessage) => {
        if (state.frozen || !this.#tabs.has(own)) return;
        this.said.push(message);
        for (const [other, { hear, frozen }] of this.#tabs)
          if (other !== own && !frozen) queueMicrotask(() => hear(structuredClone(message)));
      },
      listen: (heard) => {
        state.hear = heard;
      },
      hold: ({ steal, held, lost }) => {
        if (steal) {
          const lose = this.#holder?.lost ?? (() => {});
          if (this.lossComesLate) void Promise.resolve().then(() => queueMicrotask(lose));
          else lose();
          this.#holder = null;
          this.#queue.unshift({ own, held, lost });
        } else this.#queue.push({ own, held, lost });
        this.#grant();
      },
      later: (_, work) => void this.#timers.push(work),
    };
    const shared = new SharedDevice(tabs, (own) => this.disk.hosting(number, own));
    const stages: Stage[] = [];
    void shared.device.listen((event) => event.type === "stage" && stages.push(event.stage), words(number));
    return {
      device: shared.device,
      stages,
      close: (): void => {
        this.#tabs.delete(own);
        this.#queue.splice(0, this.#queue.length, ...this.#queue.filter((waiting) => waiting.own !== own));
        if (this.#holder?.own === own) this.#holder = null;
        this.#grant();
      },
      freeze: (): void => {
        state.frozen = true;
      },
    };
  }

  #grant(): void {
    if (this.#holder !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#holder = next;
    queueMicrotask(next.held);
  }

  /** Something that no tab of ours says. */
  hears(message: unknown): void {
    for (const { hear } of this.#tabs.values()) hear(message);
  }

  /** Lets the time pass for which anybody waits. */
  async timesOut(): Promise<void> {
    for (const work of this.#timers.splice(0)) work();
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const form = (key: string) => ({ key, id: null, kind: "login", fields: [], tags: [], favorite: false });

/** Two tabs of one browser, of which the first holds the device. */
async function twoTabs({ unlocked }: { readonly unlocked: boolean }) {
  const browser = new Browser();
  const [first, second] = [browser.tab(1), browser.tab(2)];
  await settled();
  if (unlocked) await first.device.unlock("…");
  await settled();
  // Both know by now who holds it, and look no more.
  await browser.timesOut();
  return { browser, first, second };
}

it("one tab runs the device, and the others see and do the same through it", async () => {
  const browser = new Browser();
  const first = browser.tab(1);
  await settled();
  const second = browser.tab(2);
  await settled();
  expect(browser.disk.began).toEqual([1]);
  expect(second.stages.at(-1)).toEqual(locked);
  await second.device.unlock("…");
  await settled();
  expect([first.stages.at(-1), second.stages.at(-1)]).toEqual([open, open]);
  expect(await second.device.reveal("i", "password")).toBe("from 1");
  await expect(second.device.kit(null)).rejects.toThrow("the device could not do it");
});

it("the next tab goes on when the holder closes, and what was being saved is saved once the vault is open again", async () => {
  const { browser, first, second } = await twoTabs({ unlocked: true });
  browser.disk.mute = true;
  const saving = second.device.save(form("a"));
  await settled();
  expect(browser.disk.saved).toEqual(["a"]);
  browser.disk.mute = false;
  first.close();
  await settled();
  expect(browser.disk.began).toEqual([1, 2]);
  expect(second.stages.at(-1)).toEqual({ ...locked, holderGone: true });
  await second.device.unlock("…");
  expect(await saving).toEqual({ ok: true, value: { id: "a", undo: "u", overtook: [] } });
  // The same form again: by its key it is the same edit.
  expect(browser.disk.saved).toEqual(["a", "a"]);
});

it("a question for an open vault fails, rather than wait, where its holder is gone", async () => {
  const { first, second } = await twoTabs({ unlocked: true });
  first.close();
  const asked = second.device.reveal("i", "password");
  await expect(asked).rejects.toThrow("locked");
});

it("a frozen holder loses its place to a tab that wants something, and hears of it when it wakes", async () => {
  const { browser, first, second } = await twoTabs({ unlocked: false });
  first.freeze();
  const unlocking = second.device.unlock("…");
  await browser.timesOut();
  expect(browser.disk.began).toEqual([1]);
  await browser.timesOut();
  expect(browser.disk.began).toEqual([1, 2]);
  expect((await unlocking).ok).toBe(true);
  expect(second.stages.at(-1)).toEqual(open);
});

it("a holder that is only slow keeps its place", async () => {
  const { browser, second } = await twoTabs({ unlocked: true });
  browser.disk.mute = true;
  void second.device.save(form("a"));
  await settled();
  for (let i = 0; i < 6; i++) await browser.timesOut();
  expect(browser.disk.began).toEqual([1]);
});

it("what was typed at the moment of a lock waits for the vault to open, in the holder and in another tab", async () => {
  const { browser, first, second } = await twoTabs({ unlocked: false });
  const saving = [first.device.save(form("a")), second.device.save(form("b"))];
  await settled();
  expect(browser.disk.saved).toEqual([]);
  await first.device.unlock("…");
  await Promise.all(saving);
  expect(browser.disk.saved).toEqual(["a", "b"]);
});

const apart: Stage = { stage: "other-version" };

it("a tab of another build stands apart, hears nothing that it could misread, and goes on when the holder is closed", async () => {
  const browser = new Browser();
  const old = browser.tab(1, "one");
  await settled();
  const fresh = browser.tab(2, "two");
  await settled();
  expect(fresh.stages).toEqual([apart]);
  await old.device.unlock("…");
  await settled();
  expect(fresh.stages).toEqual([apart]);
  // However long it takes: one that answers keeps its place, also from a tab that has something to save.
  const saving = fresh.device.save(form("a"));
  for (let i = 0; i < 6; i++) await browser.timesOut();
  expect(browser.disk.began).toEqual([1]);
  expect(browser.disk.saved).toEqual([]);
  old.close();
  await settled();
  expect(browser.disk.began).toEqual([1, 2]);
  expect(fresh.stages.at(-1)).toEqual(locked);
  await fresh.device.unlock("…");
  expect((await saving).ok).toBe(true);
  expect(browser.disk.saved).toEqual(["a"]);
});

it("takes the device from a tab of another build by the person's word, and that tab says so and keeps what it has to save", async () => {
  const browser = new Browser();
  const old = browser.tab(1, "one");
  await settled();
  await old.device.unlock("…");
  const fresh = browser.tab(2, "two");
  await settled();
  await fresh.device.takeOver();
  await settled();
  expect(browser.disk.began).toEqual([1, 2]);
  expect([old.stages.at(-1), fresh.stages.at(-1)]).toEqual([apart, locked]);
  const keeping = old.device.save(form("typed there"));
  await fresh.device.unlock("…");
  await settled();
  expect([old.stages.at(-1), fresh.stages.at(-1)]).toEqual([apart, open]);
  expect(browser.disk.saved).toEqual([]);
  fresh.close();
  await settled();
  await old.device.unlock("…");
  expect((await keeping).ok).toBe(true);
  expect(browser.disk.saved).toEqual(["typed there"]);
});

it.each([false, true])("asked twice it takes the device once, whichever end of it is heard first (late: %s)", async (late) => {
  const browser = new Browser();
  const old = browser.tab(1, "one");
  await settled();
  browser.lossComesLate = late;
  const fresh = browser.tab(2, "two");
  await settled();
  await Promise.all([fresh.device.takeOver(), fresh.device.takeOver()]);
  await settled();
  expect([browser.disk.inUse.size, browser.disk.mostInUse]).toEqual([1, 1]);
  expect([old.stages.at(-1), fresh.stages.at(-1)]).toEqual([apart, locked]);
  await fresh.device.unlock("…");
  expect(fresh.stages.at(-1)).toEqual(open);
  fresh.close();
  await settled();
  expect(old.stages.at(-1)).toEqual(locked);
});

it("tabs of two builds side by side speak each to their own", async () => {
  const browser = new Browser();
  const [one, two, other] = [browser.tab(1, "one"), browser.tab(2, "one"), browser.tab(3, "two")];
  await settled();
  await one.device.unlock("…");
  await settled();
  expect([two.stages.at(-1), other.stages.at(-1)]).toEqual([open, apart]);
  expect(await two.device.reveal("i", "password")).toBe("from 1");
  one.close();
  await settled();
  // The next in the queue is of the same build; the other one is told that it still stands apart.
  expect([two.stages.at(-1), other.stages.at(-1)]).toEqual([{ ...locked, holderGone: true }, apart]);
});

it("a tab that finds a frozen holder opens all the same, of whichever build it is", async () => {
  for (const build of ["one", "two"]) {
    const browser = new Browser();
    const first = browser.tab(1, "one");
    await settled();
    first.freeze();
    const second = browser.tab(2, build);
    await settled();
    expect(second.stages).toEqual([]);
    for (let i = 0; i < 4; i++) await browser.timesOut();
    expect(browser.disk.began, build).toEqual([1, 2]);
    expect(second.stages.at(-1), build).toEqual(locked);
  }
});

it("hears the first builds, which said no name, for holders that it can't speak to", async () => {
  const browser = new Browser();
  const first = browser.tab(1);
  await settled();
  const second = browser.tab(2);
  await settled();
  browser.hears({ type: "pong" });
  // The holder knows better, and the other tab hears from it.
  await settled();
  expect([first.stages.at(-1), second.stages.at(-1)]).toEqual([locked, locked]);
  // What such a tab asks, and what makes no sense, is nobody's.
  const said = browser.said.length;
  for (const odd of [
    { type: "hello", from: "x" },
    { type: "call", from: "x", number: 1, name: "lock", given: [] },
    null,
    7,
    {},
    { of: "one two" },
  ])
    browser.hears(odd);
  await settled();
  expect(browser.said.length).toBe(said);
  browser.hears({ type: "ping" });
  expect(browser.said.slice(said)).toEqual([{ type: "pong", build: "one" }]);
});

it("the words between builds stay as they are", () => {
  expect(heardBy("one", { type: "holder" })).toEqual({ type: "holder" });
  expect(heardBy("one", { type: "pong", build: "two", more: "of a later build" })).toEqual({ type: "pong", build: "two" });
  expect(heardBy("one", { type: "ping", build: 7 })).toEqual({ type: "ping" });
  expect(heardBy("one", { of: "two", message: { type: "ping" } })).toBe(null);
  expect(heardBy("one", { of: "one", message: { type: "hello", from: "x" } })).toEqual({ type: "hello", from: "x" });
});

it("writes in the words of the tab that holds the device", async () => {
  const { browser, first, second } = await twoTabs({ unlocked: true });
  await second.device.nameDevice("");
  first.close();
  await settled();
  await second.device.nameDevice("");
  expect(browser.disk.saved).toEqual(["Browser of tab 1", "Browser of tab 2"]);
});
