// The parts whose tests are tested, each with the tests that are its own: the more tests a mutant meets, the longer the run.

export interface Part {
  readonly folder: string;
  /** Which of its files are changed; those that begin with `!` are not. All but the tests when left out. */
  readonly files?: readonly string[];
  /** Test files that run against its mutants, as patterns from the root. */
  readonly tests: readonly string[];
}

const beside = (folder: string): string => `${folder}/**/*.test.ts`;
const core = (folder: string): string => `packages/core/src/${folder}`;
/** The frozen vectors, which alone know every label. */
const frozen = "packages/core/src/suite-1*.test.ts";

const decisions = ["decide", "digest", "live-link", "named", "phase", "request", "schedule", "server-clock", "status-text"].map(
  (name) => `${name}.ts`,
);

export const parts: Readonly<Record<string, Part>> = {
  keys: { folder: core("keys"), tests: [beside(core("keys")), frozen] },
  seal: { folder: core("seal"), tests: [beside(core("seal")), frozen] },
  store: { folder: core("store"), tests: [beside(core("store"))] },
  vault: { folder: core("vault"), tests: [beside(core("vault"))] },
  // The decisions of synchronization by their own tests, and what acts on them by tests of whole devices.
  sync: { folder: core("sync"), files: decisions, tests: [beside(core("sync"))] },
  engine: {
    folder: core("sync"),
    files: ["*.ts", ...decisions.map((file) => `!${file}`)],
    tests: ["tests/sync-*.test.ts", "tests/heal*.test.ts", "tests/live.test.ts", "tests/verify.test.ts", "tests/purge.test.ts"],
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
