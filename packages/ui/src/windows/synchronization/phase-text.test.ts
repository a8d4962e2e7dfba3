import { type Phase, type Status, statusText } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { english } from "../../text/english/index.ts";
import { phaseText } from "./phase-text.ts";

const now = 1_800_000_000_000;
const status = (current: Phase, over: Partial<Status> = {}): Status => ({
  current,
  attention: current.phase === "attention" ? current.kinds : [],
  enabled: true,
  waiting: 0,
  seq: 1,
  serverSeq: 1,
  lastSync: now - 130_000,
  items: 3,
  hidden: 0,
  devices: [],
  ...over,
});

const phases: readonly Phase[] = [
  { phase: "off", waiting: 0 },
  { phase: "off", waiting: 2 },
  { phase: "sign-in-needed", waiting: 1 },
  { phase: "syncing", done: 1_200, total: 9_000 },
  { phase: "up-to-date", lastSync: now - 130_000 },
  { phase: "up-to-date", lastSync: null },
  { phase: "waiting", waiting: 3, reason: { type: "offline" } },
  { phase: "waiting", waiting: 0, reason: { type: "offline" } },
  { phase: "waiting", waiting: 1, reason: { type: "offline", why: "certificate" } },
  { phase: "waiting", waiting: 2, reason: { type: "retry", at: now + 4_200 } },
  { phase: "waiting", waiting: 2, reason: { type: "server-full" } },
  { phase: "waiting", waiting: 2, reason: { type: "refused", items: 1 } },
  { phase: "waiting", waiting: 5, reason: { type: "soon" } },
  { phase: "waiting", waiting: 0, reason: { type: "soon" } },
  { phase: "attention", kinds: [{ kind: "behind" }] },
  { phase: "attention", kinds: [{ kind: "diverged", reason: "history-differs" }] },
  { phase: "attention", kinds: [{ kind: "update-needed" }] },
  { phase: "attention", kinds: [{ kind: "damaged" }] },
];

describe("the corner", () => {
  it.each(phases)("[S18] says %j in the words of the command line", (phase) => {
    expect(phaseText(english, status(phase), now).line).toBe(statusText(phase, now));
  });

  it("says of several things the first, and how many more there are", () => {
    const kinds = [{ kind: "behind" }, { kind: "damaged" }] as const;
    expect(phaseText(english, status({ phase: "attention", kinds }), now).line).toBe("The server is behind this device · and 1 more");
  });
});
