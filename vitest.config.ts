// One run over every test of the workspaces; end-to-end tests are a project of their own, so that test:fast can leave them out.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "whole",
          include: [
            "tests/*.test.ts",
            "tests/attacks/**/*.test.ts",
            "tests/fuzz/**/*.test.ts",
            "tests/sim/**/*.test.ts",
            "tests/model/**/*.test.ts",
          ],
          testTimeout: 120_000,
        },
      },
      { test: { name: "end-to-end", include: ["tests/e2e/**/*.test.ts"], testTimeout: 300_000, fileParallelism: false } },
    ],
  },
});
