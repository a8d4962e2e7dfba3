// The parts whose tests are tested, each with the tests that are its own: the more tests a mutant meets, the longer the run.

export interface Part {
  readonly folder: string;
  /** Test files that run against its mutants, as patterns from the root. */
  readonly tests: readonly string[];
}

const beside = (folder: string): string => `${folder}/**/*.test.ts`;
const core = (folder: string): string => `packages/core/src/${folder}`;
/** The frozen vectors, which alone know every label. */
const frozen = "packages/core/src/suite-1*.test.ts";

export const parts: Readonly<Record<string, Part>> = {
  keys: { folder: core("keys"), tests: [beside(core("keys")), frozen] },
  seal: { folder: core("seal"), tests: [beside(core("seal")), frozen] },
  store: { folder: core("store"), tests: [beside(core("store"))] },
  vault: { folder: core("vault"), tests: [beside(core("vault"))] },
  sync: {
    folder: core("sync"),
    tests: [beside(core("sync")), "tests/sync-*.test.ts", "tests/heal*.test.ts", "tests/live.test.ts", "tests/verify.test.ts"],
  },
  log: {
    folder: "apps/server/src/log",
    tests: [
      beside("apps/server/src/log"),
      beside("apps/server/src/routes"),
      beside("apps/server/src/live"),
      beside("apps/server/src/metrics"),
    ],
  },
};
