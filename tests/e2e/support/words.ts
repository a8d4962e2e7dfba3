// What a reader of the pseudo-language finds: words that do not come out of the catalogue, and words of it that are cut off or reach beyond their
// place, though they are as long as other languages are.

import { expect } from "vitest";
import { tooWide } from "./look.ts";
import type { Seat } from "./seat.ts";

/** What is nobody's word: names of products and devices, a key of the keyboard, what begins keys and codes, where the server is. */
export function names({ url }: Seat): readonly string[] {
  const { host, origin } = new URL(url);
  return [...["HFS1", "HF1", "Holdfast", "Ctrl K", "Apache License 2.0", "en-XA", "Chrome"], origin, host];
}

/** `theirs`: what the person typed, and names of their things. */
export async function expectWords(seat: Seat, window: string, theirs: readonly string[]): Promise<void> {
  const found = [...(await hardWired(seat, theirs)), ...(await tooWide(seat.page)), ...(await cutOff(seat))];
  // Goes on, so that one run tells all.
  expect.soft(found, window).toEqual([]);
}

/** Plain Latin letters outside what the person typed. */
async function hardWired({ page }: Seat, theirs: readonly string[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      if (node instanceof Element) {
        for (const name of ["aria-label", "aria-description", "aria-valuetext", "title", "placeholder", "alt"]) {
          const value = node.getAttribute(name);
          if (value !== null) found.push(value);
        }
      } else if (node.parentElement?.closest("script, style, output.made, .key, .code-text, .check-device b") === null)
        found.push(node.textContent ?? "");
    }
    return found;
  });
  const longest = theirs.toSorted((a, b) => b.length - a.length);
  const left = texts.map((text) => longest.reduce((rest, own) => rest.replaceAll(own, ""), text.replace(/⟦.*⟧/gs, "")));
  return [...new Set(left.filter((text) => /[A-Za-z]{3,}/.test(text)).map((text) => `of its own: ${text.trim()}`))];
}

/** Words of the catalogue that can't be read to their end, and nothing tells them whole. */
const cutOff = ({ page }: Seat): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const part of document.querySelectorAll<HTMLElement>("body *")) {
      const says = [...part.childNodes].some((node) => node instanceof Text && (node.textContent ?? "").includes("⟦"));
      if (!says || part.closest(".sr, [hidden], select") !== null || !part.checkVisibility() || part.closest("[title]") !== null) continue;
      // Of an inline part the box is around its words; what cuts them is the block around it.
      const block = getComputedStyle(part).display === "inline" ? part.parentElement : part;
      if (block === null || block.clientWidth <= 1) continue;
      const { left, right } = part.getBoundingClientRect();
      const wide = block.scrollWidth > block.clientWidth + 1;
      const high = block.scrollHeight > block.clientHeight + 2 && getComputedStyle(block).overflowY === "hidden";
      const beside = (left < -1 || right > innerWidth + 1) && part.closest(".tablist") === null;
      if (wide || high || beside) found.push(`cut off: ${part.outerHTML.slice(0, 200)}`);
    }
    return found;
  });
