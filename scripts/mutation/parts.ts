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

const ts = (...names: readonly string[]): readonly string[] => names.map((name) => `${name}.ts`);
const whole = (...names: readonly string[]): readonly string[] => names.map((name) => `tests/${name}.test.ts`);

// The folder of synchronization in four: its decisions by their own tests, and what acts on them by those tests of whole devices that are near.
const decisions = ts("decide", "digest", "live-link", "named", "phase", "request", "schedule", "server-clock", "status-text");
const pulls = ts("reading", "receive", "verify", "repair", "join", "in-flight", "send-again", "check-replica");
const heals = ts("heal", "heal-plan", "healing", "meet", "leave", "parting", "own-heads", "damaged");

export const parts: Readonly<Record<string, Part>> = {
  keys: { folder: core("keys"), tests: [beside(core("keys")), frozen] },
  seal: { folder: core("seal"), tests: [beside(core("seal")), frozen] },
  store: { folder: core("store"), tests: [beside(core("store"))] },
  vault: { folder: core("vault"), tests: [beside(core("vault"))] },
  sync: { folder: core("sync"), files: decisions, tests: [beside(core("sync"))] },
  pull: {
    folder: core("sync"),
    files: pulls,
    tests: [
      beside(core("sync")),
      ...whole("attacks/altered-pull", "attacks/fresh-device", "sync-going-on", "sync-repair", "send-again", "verify"),
    ],
  },
  heal: {
    folder: core("sync"),
    files: heals,
    tests: [beside(core("sync")), ...whole("heal", "heal-trust", "heal-pins", "heal-purge", "heal-live")],
  },
  engine: {
    folder: core("sync"),
    files: ["*.ts", ...[...decisions, ...pulls, ...heals].map((file) => `!${file}`)],
    tests: [beside(core("sync")), ...whole("sync-offline", "sync-lost-replies", "sync-refusals", "live")],
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
