import { describe, expect, it } from "vitest";
import type { ItemChange } from "./item-changes.ts";
import type { Status } from "./sync/status.ts";
import { type ClientEvent, Watchers } from "./watchers.ts";

const status = (waiting: number): Status => ({
  current: { phase: "waiting", waiting, reason: { type: "soon" } },
  attention: [],
  enabled: true,
  waiting,
  seq: 0,
  serverSeq: 0,
  lastSync: null,
  items: 0,
  hidden: 0,
  devices: [],
});
const change: ItemChange = { id: "1", item: null, what: "removed", paths: [], device: null, at: null };
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Watchers over a status that the test sets, and how often it was asked for. */
function watched() {
  const now = { status: status(0), asked: 0 };
  const watchers = new Watchers(async () => {
    now.asked++;
    await settled();
    return now.status;
  });
  return { watchers, now };
}
const counts = (events: readonly ClientEvent[]) => events.map((event) => (event.type === "status" ? event.status.waiting : "changed"));

describe("watchers", () => {
  it("are told the status at first, and then each time it says something else", async () => {
    const { watchers, now } = watched();
    const events: ClientEvent[] = [];
    watchers.add((event) => events.push(event));
    await settled();
    await settled();
    watchers.told();
    await settled();
    await settled();
    now.status = status(2);
    watchers.told();
    await settled();
    await settled();
    expect(counts(events)).toEqual([0, 2]);
  });

  it("share one question, and one more for all that came meanwhile", async () => {
    const { watchers, now } = watched();
    watchers.add(() => {});
    for (let n = 0; n < 50; n++) watchers.told();
    for (let n = 0; n < 5; n++) await settled();
    expect(now.asked).toBe(2);
  });

  it("are told changes in their order, all of them", async () => {
    const { watchers } = watched();
    const events: ClientEvent[] = [];
    watchers.add((event) => events.push(event));
    watchers.changed([change, change]);
    await settled();
    await settled();
    expect(counts(events)).toEqual(["changed", "changed", 0]);
  });

  it("that begin later hear the status too, and those that left hear nothing", async () => {
    const { watchers, now } = watched();
    const first: ClientEvent[] = [];
    const second: ClientEvent[] = [];
    const leave = watchers.add((event) => first.push(event));
    for (let n = 0; n < 3; n++) await settled();
    leave();
    now.status = status(5);
    watchers.add((event) => second.push(event));
    watchers.changed([change]);
    for (let n = 0; n < 3; n++) await settled();
    expect([counts(first), counts(second)]).toEqual([[0], ["changed", 5]]);
  });

  it("that throw harm nobody else, and nobody listening asks for nothing", async () => {
    const { watchers, now } = watched();
    watchers.told();
    expect([watchers.any, now.asked]).toEqual([false, 0]);
    const events: ClientEvent[] = [];
    watchers.add(() => {
      throw new Error("a fault of the shell");
    });
    watchers.add((event) => events.push(event));
    watchers.changed([change]);
    for (let n = 0; n < 4; n++) await settled();
    expect(counts(events)).toEqual(["changed", 0]);
  });

  it("hear nothing of a status that can't be had, and of the next one", async () => {
    let fail = true;
    const watchers = new Watchers(async () => {
      if (fail) throw new Error("the store is closed");
      return status(1);
    });
    const events: ClientEvent[] = [];
    watchers.add((event) => events.push(event));
    await settled();
    fail = false;
    watchers.told();
    await settled();
    expect(counts(events)).toEqual([1]);
  });
});
