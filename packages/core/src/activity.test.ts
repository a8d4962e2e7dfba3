import { describe, expect, it } from "vitest";
import { activityFacts, type Names } from "./activity-facts.ts";
import { type ActivityLine, activityEvents, decodeLine, encodeLine, plainLine, receivedLines, sentLine } from "./activity-line.ts";
import { ActivityLog } from "./activity-log.ts";
import { activityText } from "./activity-text.ts";
import type { ItemChange } from "./item-changes.ts";
import type { LineSeal } from "./keys/log-line.ts";
import { memoryStore } from "./store/memory-store.ts";
import { logLineBytes } from "./store/store.ts";
import { anItem, anItemId, aReplica } from "./testing/stored-values.ts";
import { create } from "./vault/apply.ts";
import type { Item, Value } from "./vault/item.ts";
import { firstTime } from "./vault/stamp.ts";

const phone = "b".repeat(32);
const id = (n: number) => n.toString(16).padStart(32, "0");

const item = (fields: Record<string, Value>, kind = "login"): Item => {
  const made = create(kind, new Map(Object.entries(fields)), { device: phone, now: firstTime });
  if (!made.ok) throw new Error("no item");
  return made.value;
};

const held = new Map<string, Item>([
  [id(1), item({ title: "GitHub", "custom/a": { label: "PIN", value: "0", concealed: true, order: 0 } })],
  [id(2), item({ title: "Mail" })],
  [id(3), item({ title: "Bank" })],
  [id(4), item({ title: "" })],
  [id(9), item({ title: "Laptop" }, "device")],
]);
const names: Names = { item: (hex) => held.get(hex) ?? null, device: (hex) => (hex === phone ? "Phone" : null) };

const said = (line: ActivityLine): string => activityText(activityFacts(line, names));

const change = (n: number, what: ItemChange["what"], paths: readonly string[] = [], device: string | null = phone): ItemChange => ({
  id: id(n),
  item: held.get(id(n)) ?? null,
  what,
  paths,
  device,
  at: 0,
});
const textOf = (...changes: ItemChange[]): string =>
  receivedLines(0, changes)
    .map((line) => said(line))
    .join("\n");

describe("the words of what came in", () => {
  it.each([
    ["Password of GitHub changed on Phone", change(1, "changed", ["password"])],
    ["Username and Password of GitHub changed on Phone", change(1, "changed", ["username", "password"])],
    ["PIN, Website and Tag work of GitHub changed on Phone", change(1, "changed", ["custom/a", "uri/x", "tag/work"])],
    ["4 fields of GitHub changed on Phone", change(1, "changed", ["username", "password", "note", "totp"])],
    ["GitHub changed on Phone", change(1, "changed", ["title"])],
    ["A field of GitHub changed on Phone", change(1, "changed", ["custom/gone"])],
    ["Favorite of GitHub changed", change(1, "changed", ["favorite"], null)],
    ["GitHub added on Phone", change(1, "added", ["title"])],
    ["GitHub moved to the trash on Phone", change(1, "trashed", ["trashed"])],
    ["GitHub brought back from the trash on Phone", change(1, "brought-back", ["trashed"])],
    ["An item was removed for good", change(7, "removed", [], null)],
    ["Password of an item that is gone changed on Phone", change(7, "changed", ["password"])],
    ["Username of an item without a title changed on Phone", change(4, "changed", ["username"])],
  ])("%s", (text, one) => expect(textOf(one)).toBe(text));

  it("have a line for each of a few changes, and one for many", () => {
    expect(textOf(change(1, "added"), change(2, "added"))).toBe("GitHub added on Phone\nMail added on Phone");
    const many = [1, 2, 3, 1, 2, 3].map((n) => change(n, "changed", ["note"]));
    expect(textOf(...many)).toBe("6 items changed on Phone: GitHub, Mail, Bank and 3 more");
  });

  it("tell devices apart", () => {
    expect(textOf(change(1, "added"), change(2, "added", [], null))).toBe("GitHub added on Phone\nMail added");
  });
});

describe("the words of everything else", () => {
  const line = (event: string, more: Partial<ActivityLine> = {}): string => said({ ...plainLine(0, "sent"), event, ...more });

  it.each([
    ["Vault restored: 10,000 items", "restored", { count: 10_000 }],
    ["There was no network", "failed", { reason: "offline" }],
    ["The server's certificate is not trusted", "failed", { reason: "certificate" }],
    ["The server asked to wait", "failed", { reason: "too-many-requests" }],
    ["The server could not be reached", "failed", { reason: "something-new" }],
    ["The server is behind this device", "attention", { reason: "server-behind" }],
    ["What the server sent does not verify (root-differs)", "attention", { reason: "root-differs" }],
    ["The server asks to sign in again", "sign-in-needed", {}],
    ["This device's clock and the server's differ by 42 minutes", "clock-off", { count: 42 }],
    ["A setup code was shown", "setup-code-shown", {}],
    ["The emergency kit was shown", "kit-shown", {}],
    ["Something happened that a later version of Holdfast can tell", "of-a-later-version", {}],
  ])("%s", (text, event, more) => expect(line(event, more)).toBe(text));

  it("of what went out name the items that a person lists", () => {
    expect(said(sentLine(0, [id(1), id(9)]))).toBe("1 change sent: GitHub");
    expect(said(sentLine(0, [id(9)]))).toBe("This device's name sent");
    expect(
      said(
        sentLine(
          0,
          Array.from({ length: 400 }, (_, n) => id(n % 3)),
        ),
      ),
    ).toMatch(/^400 changes sent: an item that is gone, GitHub, Mail and 397 more$/);
  });

  it("exist for every event", () => {
    for (const event of activityEvents) expect(line(event)).not.toMatch(/later version/);
  });
});

describe("a line", () => {
  it("comes back from its bytes, without its paths where it would be too long", () => {
    const paths = Array.from({ length: 200 }, (_, n) => `tag/${"ä".repeat(n * 3)}`);
    const changes = Array.from({ length: 500 }, (_, n) => change(n, "changed", paths));
    const [long] = receivedLines(-5, changes);
    const [short] = receivedLines(7, changes.slice(0, 1));
    if (long === undefined || short === undefined) throw new Error("no line");
    expect(encodeLine(long).length).toBeLessThan(12 * 1024);
    expect(decodeLine(encodeLine(long))).toEqual({ ...long, items: long.items.map((one) => ({ ...one, paths: [] })) });
    expect(decodeLine(encodeLine(short))).toEqual(short);
    expect(short.items[0]?.paths.length).toBe(20);
  });

  it("is none for other bytes", () => {
    expect(decodeLine(new Uint8Array(0))).toBeNull();
    expect(decodeLine(new Uint8Array(100).fill(0xa0))).toBeNull();
  });
});

describe("the log", () => {
  /** Sealed by turning every byte over: these tests are about lines, not about keys. */
  const turned = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff);
  const seal: LineSeal = { seal: async (lines) => lines.map(turned), open: async (lines) => lines.map(turned) };

  async function aLog() {
    const store = memoryStore();
    await store.create(aReplica());
    const clock = { now: 1_000_000 };
    const log = new ActivityLog({ store, seal, now: () => clock.now });
    const texts = async () => (await log.read(50, names)).map(({ text }) => text);
    return { store, clock, log, texts };
  }
  const quiet = { end: { type: "quiet" } } as const;
  const offline = { end: { type: "unreachable", why: "offline" } } as const;

  it("has nothing to say of a run that moved nothing", async () => {
    const { log, store } = await aLog();
    await log.ended(quiet, null);
    await log.ended({ end: { type: "off" } }, null);
    await log.ended({ end: { type: "busy" } }, null);
    expect((await store.read()).generation).toBe(1);
  });

  it("tells what a run brought and sent, newest first, once", async () => {
    const { log, texts } = await aLog();
    log.received([change(1, "changed", ["password"])]);
    log.sent([anItem(anItemId(0, 2), "a", null)]);
    await log.ended(quiet, null);
    await log.ended(quiet, null);
    expect(await texts()).toEqual(["1 change sent: Mail", "Password of GitHub changed on Phone"]);
  });

  it("tells a first restore as one line", async () => {
    const { log, texts } = await aLog();
    log.received([change(1, "added")]);
    await log.ended(quiet, 312);
    expect(await texts()).toEqual(["Vault restored: 312 items"]);
  });

  it("[S34] tells a failure once while it goes on, again after something moved, and again after a day", async () => {
    const { log, clock, texts } = await aLog();
    for (let n = 0; n < 5; n++) await log.ended(offline, null);
    expect(await texts()).toEqual(["There was no network"]);
    log.sent([anItem(anItemId(0, 2), "a", null)]);
    await log.ended(quiet, null);
    await log.ended(offline, null);
    expect(await texts()).toEqual(["There was no network", "1 change sent: Mail", "There was no network"]);
    clock.now += 25 * 3_600_000;
    await log.ended(offline, null);
    expect((await texts()).length).toBe(4);
    await log.ended({ end: { type: "unreachable", why: "certificate" } }, null);
    await log.ended({ end: { type: "attention", reason: "server-behind" } }, null);
    await log.ended({ end: { type: "sign-in-needed" } }, null);
    await log.ended({ end: { type: "refused", refusal: { kind: "quota-full" } } }, null);
    expect((await texts()).slice(0, 4)).toEqual([
      "The account's space on the server is full",
      "The server asks to sign in again",
      "The server is behind this device",
      "The server's certificate is not trusted",
    ]);
  });

  it("leaves out what does not open", async () => {
    const { log, store, texts } = await aLog();
    await log.note("kit-shown");
    await store.write({ expect: null, log: [new Uint8Array(40).fill(9)] });
    expect(await texts()).toEqual(["The emergency kit was shown"]);
  });

  it("keeps every line within what the store takes", async () => {
    const { log, store } = await aLog();
    const paths = Array.from({ length: 30 }, (_, n) => `custom/${"x".repeat(180)}${n}`);
    log.received(Array.from({ length: 100 }, (_, n) => change(n % 5, "changed", paths)));
    await log.ended(quiet, null);
    for (const line of await store.log(100)) expect(line.length).toBeLessThanOrEqual(logLineBytes);
    expect((await store.log(100)).length).toBeGreaterThan(0);
  });
});
