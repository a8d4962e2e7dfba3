// The help page's table of states against the catalogue: each of its rows is a text that the corner can show, and each that it can show is in a row.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Attention, Phase, Status } from "@holdfast/core";
import { expect, it } from "vitest";
import { english } from "../../text/english/index.ts";
import { phaseText } from "./phase-text.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../../docs/help/synchronizing.md"), "utf8");
const rows = [...page.matchAll(/^\| (.+?) \| .+ \|$/gm)].flatMap(([, says = ""]) => (/^(?:It says|-+)$/.test(says) ? [] : [says]));
const { synchronization } = english;
const now = 1_800_000_000_000;

const line = (current: Phase): string => {
  const attention = current.phase === "attention" ? current.kinds : [];
  const status: Status = {
    current,
    attention,
    enabled: true,
    waiting: 0,
    seq: 1,
    serverSeq: 1,
    lastSync: now,
    items: 3,
    hidden: 0,
    devices: [],
  };
  return phaseText(english, status, now).line;
};

it("has each of its rows from the catalogue", () => {
  expect(rows).toEqual([
    synchronization.upToDate,
    synchronization.syncing,
    synchronization.changes(2).replace(/^2/, "…"),
    synchronization.offline,
    synchronization.off,
    synchronization.signInNeeded,
    "Anything else",
  ]);
});

it("tells in one of its rows of all that the corner says without a question to the person", () => {
  const usual: readonly Phase[] = [
    { phase: "up-to-date", lastSync: now },
    { phase: "syncing", done: 1, total: 2 },
    { phase: "off", waiting: 0 },
    { phase: "sign-in-needed", waiting: 0 },
    { phase: "waiting", waiting: 2, reason: { type: "soon" } },
    { phase: "waiting", waiting: 2, reason: { type: "retry", at: now + 1_000 } },
    { phase: "waiting", waiting: 0, reason: { type: "offline" } },
  ];
  const found = usual.map((phase) => rows.filter((row) => line(phase).includes(row.replace("… ", " "))).length);
  expect(found).toEqual(usual.map(() => 1));
  const kinds: readonly Attention["kind"][] = ["behind", "diverged", "conflict", "update-needed", "damaged"];
  for (const kind of kinds) {
    const said = line({ phase: "attention", kinds: [{ kind }] });
    expect(
      rows.filter((row) => said.includes(row)),
      said,
    ).toEqual([]);
  }
});
