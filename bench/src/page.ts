// The tables of docs/speed.md, made from the committed ratios, so that the page can't say anything else than they do.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Baseline, baselineWorks, readBaseline } from "./baseline.ts";
import { boundText, short } from "./figure.ts";
import { works } from "./works.ts";

const pageFile = join(import.meta.dirname, "..", "..", "docs", "speed.md");
const begin = "<!-- figures: written by npm run bench -- --baseline -->";
const end = "<!-- end of figures -->";

/** A table: a row for each figure, a column for each size. */
export function tableOf(baselines: readonly Baseline[]): string {
  const figures = baselines.flatMap(({ figures }) => figures);
  const names = [...new Set(figures.map(({ name }) => name))];
  const rows = names.map((name) => {
    const same = figures.filter((figure) => figure.name === name);
    const bound = same[0] === undefined ? "" : boundText(same[0].bound);
    const cells = same.map(({ n, ratio, met }) => `${n.toLocaleString("en")}: ${met ? short(ratio) : `**${short(ratio)}**`}`);
    return `| ${name} | ${bound} | ${cells.join(" · ")} |`;
  });
  return ["| figure | bound | ratio at each size |", "|---|---|---|", ...rows].join("\n");
}

/** The lines between the marks of `page` replaced. */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error("docs/speed.md has lost the marks of its figures");
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
}

/** The committed ratios in the works' order. */
export function committed(): readonly Baseline[] {
  const held = baselineWorks();
  return works.flatMap(({ name }) => (held.includes(name) ? (readBaseline(name) ?? []) : []));
}

export const readPage = (): string => readFileSync(pageFile, "utf8");

export const rewritePage = (): void => writeFileSync(pageFile, withTable(readPage(), tableOf(committed())));
