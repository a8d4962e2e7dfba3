// Tabs of one device over a lock and a channel of this test's own: who holds, who asks, and what becomes of calls when the holder goes.

import { expect, it } from "vitest";
import type { Device, DeviceEvent, Stage } from "../device/port.ts";
import { type Hosting, SharedDevice, type Tabs } from "./shared-device.ts";
import type { TabMessage } from "./tab-messages.ts";

const locked: Stage = { stage: "locked", account: "octo", server: "https://example.com", enabled: true, waiting: 0 };
const open: Stage = { stage: "open", account: "octo", server: "https://example.com", device: "00", deviceName: "Laptop", kitOwed: false };

/** A device that answers what it is asked, and remembers it; what it knows of saved forms is on its disk, which all tabs share. */
class Disk {
  readonly saved: string[] = [];
  readonly began: number[] = [];
  mute = false;

  hosting(number: number): Hosting {
    let stage: Stage = { stage: "loading" };
    const listeners = new Set<(event: DeviceEvent) => void>();
    const tell = (next: Stage): void => {
      stage = next;
      for (const listener of listeners) listener({ type: "stage", stage });
    };
    const replay = async (listener: (event: DeviceEvent) => void): Promise<void> => listener({ type: "stage", stage });
    const device = {
      async listen(listener: (event: DeviceEvent) => void) {
        listeners.add(listener);
        await replay(listener);
      },
      unlock: async () => {
        tell(open);
        return { ok: true, value: undefined };
      },
      save: async (form: { readonly key: string }) => {
        if (stage.stage !== "open") throw new Error("locked");
        this.saved.push(form.key);
        return this.mute ? new Promise(() => {}) : { ok: true, value: { id: form.key, undo: "u", overtook: [] } };
      },
      reveal: async () => {
        if (stage.stage !== "open") throw new Error("locked");
        return `from ${number}`;
      },
    } as unknown as Device;
    return {
      device,
      begin: async () => {
        this.began.push(number);
        tell(locked);
      },
      replay,
      end: async () => listeners.clear(),
    };
  }
}

/** A browser: its tabs, who of them holds the lock, and the timers that a test lets run out. */
class Browser {
  readonly disk = new Disk();
  readonly #tabs = new Map<string, { hear: (message: TabMessage) => void; frozen: boolean }>();
  readonly #queue: { own: string; held: () => void; lost: () => void }[] = [];
  #holder: { own: string; lost: () => void } | null = null;
  readonly #timers: (() => void)[] = [];

  tab(number: number) {
    const own = `tab ${number}`;
    const state = { hear: (_: TabMessage): void => {}, frozen: false };
    this.#tabs.set(own, state);
    const tabs: Tabs = {
      own,
      post: (message) => {
        if (state.frozen || !this.#tabs.has(own)) return;
        for (const [other, { hear, frozen }] of this.#tabs)
          if (other !== own && !frozen) queueMicrotask(() => hear(structuredClone(message)));
      },
      listen: (heard) => {
        state.hear = heard;
      },
      hold: ({ steal, held, lost }) => {
        if (steal) {
          this.#holder?.lost();
          this.#holder = null;
          this.#queue.unshift({ own, held, lost });
        } else this.#queue.push({ own, held, lost });
        this.#grant();
      },
      later: (_, work) => void this.#timers.push(work),
    };
    const shared = new SharedDevice(tabs, () => this.disk.hosting(number));
    const stages: Stage[] = [];
    void shared.device.listen((event) => event.type === "stage" && stages.push(event.stage));
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
