// The model and the code are two texts about one thing; what can be held together of them by name is held here.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules, textOf } from "../tidy/repository.ts";
import { modelFolder } from "./spin.ts";

const parts = ["holdfast.pml", "rules.pml", "device.pml", "server.pml"].map((name) => readFileSync(join(modelFolder, name), "utf8"));
const model = parts.join("\n");
const page = textOf("docs/spec/model/README.md");
const ids = (text: string): readonly string[] => text.match(/(?<![\w-])[KEAVMSCPXTH]\d{1,2}(?![\w-])/g) ?? [];

/** Steps by the events that the page says they are. */
const steps = [...page.matchAll(/^\| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(([, step = "", events = "", code = ""]) => ({
  step,
  events,
  code,
}));
const named = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");

describe("the model of docs/spec/model", () => {
  it("names only rules that exist", () => {
    expect(ids(model).length).toBeGreaterThan(30);
    expect([...ids(model), ...ids(page)].filter((id) => !rules.has(id))).toEqual([]);
  });

  it("bears the rules in every line that must hold", () => {
    const lines = model.split("\n");
    const bare = lines.filter(
      (line, i) => /^\s*assert\(/.test(line) && !/assert\(n < COMMITS\)/.test(line) && !/\[[A-Z]\d+/.test(near(lines, i)),
    );
    expect(bare).toEqual([]);
  });

  it("has a step for each event of decide.ts, but for signing in and the switch", () => {
    const decide = textOf("packages/core/src/sync/decide.ts");
    const union = /export type Event =([\s\S]*?);\n\n/.exec(decide)?.[1] ?? "";
    const events = [...union.matchAll(/readonly type: "([a-z-]+)"/g)].map((match) => match[1] ?? "");
    expect(events.length).toBeGreaterThan(10);
    const told = new Set(steps.flatMap(({ events: these }) => named(these)));
    expect(events.filter((event) => !told.has(event))).toEqual(["switched", "signed-in", "sign-in-refused", "session-ended"]);
  });

  it("does what its page says, in the words of its page", () => {
    const words = steps.filter(({ code }) => code.includes(".ts") || code.includes("P1")).flatMap(({ step }) => named(step));
    expect(words.length).toBeGreaterThan(7);
    expect(words.filter((word) => !model.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
  });
});

/** The comment above a line, which may stand over a few of them. */
const near = (lines: readonly string[], at: number): string => lines.slice(Math.max(0, at - 2), at).join("\n");
