// That every work of the bench runs and gives its figures, on as little as shows it. No time is held against anything here: what
// the figures are is for docs/speed.md.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";

const bench = fileURLToPath(new URL("../../bench/src/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly name: string;
  readonly n: number;
  readonly measured: readonly number[];
  readonly floor: readonly number[];
  readonly ratio: number;
}

const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [bench, ...args]);

describe("npm run bench", () => {
  it.each([
    ["restore", 1],
    ["seed", 1],
    ["propagate", 1],
    ["catch-up", 1],
    ["idle", 1],
    ["unlock", 1],
    ["server", 4],
    ["web", 6],
  ])("measures %s", async (work, figures) => {
    const out = join(folder, `${work}.json`);
    const { stdout } = await run("--quick", "--n", "20", "--work", work, "--out", out);
    const { machine, results }: { machine: object; results: readonly Result[] } = JSON.parse(readFileSync(out, "utf8"));
    expect(machine).toHaveProperty("processor");
    expect(results.length).toBe(figures);
    expect(stdout.trimEnd().split("\n").length).toBe(figures);
    for (const { name, n, measured, floor, ratio } of results) {
      expect([name.split(" ")[0], n]).toEqual([work, 20]);
      expect(floor.length).toBe(measured.length);
      expect(ratio).toEqual(expect.any(Number));
    }
  });

  it("says how it is used where it is asked for something else", async () => {
    await expect(run("--work", "nothing")).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("Usage: npm run bench") });
  });
});
