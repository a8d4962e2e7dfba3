// docs/help/synchronizing.md, as a test reads it: its steps, its table of states, its sentences.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const page = readFileSync(join(import.meta.dirname, "../../../docs/help/synchronizing.md"), "utf8");

/** What stands under a heading, up to the next. */
export const under = (heading: string): string => page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0]?.trim() ?? "";

/** The numbered steps under a heading. */
export const stepsOf = (heading: string): readonly string[] => [...under(heading).matchAll(/^\d+\. (.+)$/gm)].map(([, step]) => step ?? "");

/** The rows of its table: what the corner says, and what that means. */
export const states: readonly (readonly [says: string, means: string])[] = [
  ...under("See whether everything is sent").matchAll(/^\| (.+?) \| (.+?) \|$/gm),
].flatMap(([, says = "", means = ""]) => (/^(?:It says|-+)$/.test(says) ? [] : [[says, means] as const]));
