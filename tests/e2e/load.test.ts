// That the server keeps its promises under faults and load: each work of `npm run load` in its short form, over real processes. A work fails
// where a promise is broken; no time is held against anything. The whole size is run by hand (docs/load.md).

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const load = fileURLToPath(new URL("../../bench/src/load/main.ts", import.meta.url));
const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [load, ...args]);

describe("npm run load", () => {
  it.each([
    ["crash", "[C2] kill -9 at random moments under pushes of many accounts loses nothing that was acknowledged"],
    ["full-disk", "[C13] a full disk refuses, keeps what it acknowledged, and goes on when there is room"],
    ["slow-disk", "a slow disk refuses nobody and loses nothing"],
    ["stalled", "[C18] [C31] clients that stall or drip keep nobody from being served, and nothing of them stays"],
    ["live", "[C26] idle live connections keep nobody from being served, and nothing of them stays"],
  ])("%s: %s", async (work) => {
    const { stdout } = await run("--quick", "--work", work);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines) expect(line).toMatch(new RegExp(`^${work}: [^\n]+: [0-9.]+$`));
  });

  it("says how it is used where it is asked for something else", async () => {
    await expect(run("--work", "nothing")).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("Usage: npm run load") });
  });
});
