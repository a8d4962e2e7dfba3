// What an automatic reader finds wrong with a window as it stands: axe over the whole page, against WCAG 2.2 A and AA and its best practices.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "vitest";
import type { Seat } from "./seat.ts";

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing is wrong. `window`: named where something is. */
export async function expectAccessible({ page }: Seat, window: string): Promise<void> {
  // Through the DevTools protocol, which the page's own policy does not bind.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(async (): Promise<readonly Finding[]> => {
    const { violations } = await Reflect.get(globalThis, "axe").run(document, {
      // A trial rule, which takes the letter of a tile and the dot between two words for words that a name lacks.
      rules: { "label-content-name-mismatch": { enabled: false } },
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations;
  });
  const said = found.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 300)).join("\n    ")}`);
  // Goes on, so that one run tells all.
  expect.soft(said, window).toEqual([]);
}
