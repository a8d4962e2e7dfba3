// What an automatic reader finds wrong with a window as it stands: axe over the whole page, against WCAG 2.2 A and AA and its best practices.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Seat } from "./seat.ts";

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing is wrong, in light and in dark. `window`: named where something is. */
export async function expectAccessible({ page }: Seat, window: string): Promise<void> {
  // Through the DevTools protocol, which the page's own policy does not bind.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = [...(await findings(page, {})), ...(await tooWide(page))];
  const other = (await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)) ? "light" : "dark";
  await page.emulateMedia({ colorScheme: other });
  found.push(...(await findings(page, { only: "color-contrast" })).map((one) => `${other}: ${one}`));
  await page.emulateMedia({ colorScheme: other === "dark" ? "light" : "dark" });
  // Goes on, so that one run tells all.
  expect.soft(found, window).toEqual([]);
}

async function findings(page: Page, { only }: { readonly only?: string }): Promise<readonly string[]> {
  const found = await page.evaluate(async (rule): Promise<readonly Finding[]> => {
    const { violations } = await Reflect.get(globalThis, "axe").run(document, {
      rules: {
        // A trial rule, which takes the letter of a tile and the dot between two words for words that a name lacks.
        "label-content-name-mismatch": { enabled: false },
        // A menu or a question that everything else is inert beside has neither main part nor heading of the page, nor should it. axe knows
        // that by a layer over all of the page, which ends above a message where one is shown.
        ...(document.querySelector(".scrim, [role=menu]") === null
          ? {}
          : { "landmark-one-main": { enabled: false }, "page-has-heading-one": { enabled: false } }),
      },
      runOnly: rule ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
    return violations;
  }, only);
  return found.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 300)).join("\n    ")}`);
}

/** Parts that reach beyond the sides of the window, or of what holds them and cuts them off: nobody can read or press what is there. */
export const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const part of document.querySelectorAll("body *")) {
      if (!(part instanceof HTMLElement) || part.clientWidth === 0 || part.scrollWidth <= part.clientWidth + 1) continue;
      const { overflowX, textOverflow } = getComputedStyle(part);
      // Cut with an ellipsis, made to be scrolled, or seen by readers alone.
      if (textOverflow === "ellipsis" || overflowX === "auto" || overflowX === "scroll" || overflowX === "visible") continue;
      if (part.closest(".sr, input, textarea") !== null || part.clientWidth <= 1) continue;
      found.push(`wider than its place: ${part.outerHTML.slice(0, 200)}`);
    }
    return found;
  });
