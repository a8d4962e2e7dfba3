import type { ItemId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Attention, Phase } from "./status.ts";
import { ago, attentionText, statusText } from "./status-text.ts";

const now = Date.UTC(2026, 2, 1, 12);
const minute = 60_000;
const items = (count: number): readonly ItemId[] => Array.from({ length: count }, (_, i) => new Uint8Array(16).fill(i) as ItemId);
const attention = (...kinds: readonly Attention[]): Phase => ({ phase: "attention", kinds });
const waiting = (count: number, reason: Extract<Phase, { phase: "waiting" }>["reason"]): Phase => ({
  phase: "waiting",
  waiting: count,
  reason,
});

/** Every phase, with the words of protocol.md where it gives them. */
const words: readonly (readonly [Phase, string])[] = [
  [{ phase: "up-to-date", lastSync: now - 2 * minute }, "Up to date · 2 min ago"],
  [{ phase: "up-to-date", lastSync: now }, "Up to date · just now"],
  [{ phase: "up-to-date", lastSync: null }, "Up to date"],
  [{ phase: "syncing", done: 312, total: 10_000 }, "Synchronizing 312 of 10,000…"],
  [{ phase: "syncing", done: 1_234, total: 1_234_567 }, "Synchronizing 1,234 of 1,234,567…"],
  [waiting(3, { type: "offline" }), "Offline · 3 changes waiting"],
  [waiting(1, { type: "offline" }), "Offline · 1 change waiting"],
  [waiting(0, { type: "offline" }), "Offline"],
  [waiting(0, { type: "offline", why: "certificate" }), "The server's certificate is not trusted"],
  [waiting(2, { type: "offline", why: "certificate" }), "The server's certificate is not trusted · 2 changes waiting"],
  [waiting(10_000, { type: "offline" }), "Offline · 10,000 changes waiting"],
  [waiting(2, { type: "retry", at: now + 4_200 }), "Trying again in 5 s · 2 changes waiting"],
  [waiting(0, { type: "retry", at: now - 5 }), "Trying again in 1 s"],
  [waiting(3, { type: "server-full" }), "The server is full · 3 changes waiting"],
  [waiting(0, { type: "server-full" }), "The server is full"],
  [waiting(3, { type: "refused", items: 1 }), "1 item was refused by the server · 3 changes waiting"],
  [waiting(1, { type: "refused", items: 2 }), "2 items were refused by the server · 1 change waiting"],
  [waiting(1, { type: "soon" }), "1 change waiting"],
  [waiting(2, { type: "soon" }), "2 changes waiting"],
  [waiting(0, { type: "soon" }), "Restoring is not finished"],
  [{ phase: "off", waiting: 3 }, "Synchronization is off · 3 changes waiting"],
  [{ phase: "off", waiting: 0 }, "Synchronization is off"],
  [{ phase: "sign-in-needed", waiting: 3 }, "Sign in to synchronize · 3 changes waiting"],
  [{ phase: "sign-in-needed", waiting: 1 }, "Sign in to synchronize · 1 change waiting"],
  [{ phase: "sign-in-needed", waiting: 0 }, "Sign in to synchronize"],
  [attention({ kind: "conflict", items: items(2) }), "2 items changed in two places"],
  [attention({ kind: "conflict", items: items(1) }), "1 item changed in two places"],
  [attention({ kind: "behind", reason: "server-behind" }), "The server is behind this device"],
  [attention({ kind: "diverged", reason: "chain-broken" }), "The server's history does not match"],
  [attention({ kind: "update-needed", items: items(4) }), "Update needed: 4 items can't be shown"],
  [attention({ kind: "update-needed", items: items(1) }), "Update needed: 1 item can't be shown"],
  [attention({ kind: "update-needed", reason: "protocol-version" }), "Update needed"],
  [attention({ kind: "damaged", items: items(1) }), "1 item is damaged on the server"],
  [attention({ kind: "damaged", items: items(3) }), "3 items are damaged on the server"],
  [attention({ kind: "damaged", reason: "root-differs" }), "The server sent damaged data"],
];

describe("the words of a phase", () => {
  it.each(words)("[S18] %j is %j", (phase, text) => {
    expect(statusText(phase, now)).toBe(text);
  });

  it("[S18] of several things that want a look, tells the first", () => {
    const both: readonly Attention[] = [{ kind: "behind" }, { kind: "conflict", items: items(2) }];
    expect(attentionText(both)).toBe("The server is behind this device");
    expect(attentionText([...both].reverse())).toBe("2 items changed in two places");
    expect(attentionText([])).toBe("Up to date");
  });
});

describe("how long ago", () => {
  it.each([
    [0, "just now"],
    [minute - 1, "just now"],
    [minute, "1 min ago"],
    [59 * minute, "59 min ago"],
    [60 * minute - 1, "59 min ago"],
    [60 * minute, "1 h ago"],
    [24 * 60 * minute - 1, "23 h ago"],
    [24 * 60 * minute, "1 day ago"],
    [48 * 60 * minute - 1, "1 day ago"],
    [9 * 24 * 60 * minute, "9 days ago"],
    [4_000 * 24 * 60 * minute, "4,000 days ago"],
  ])("%d ms is %j", (past, text) => {
    expect(ago(now - past, now)).toBe(text);
  });

  it("is just now where the clock has been set back", () => {
    expect(ago(now + 5 * minute, now)).toBe("just now");
  });
});
