// npm run fuzz -- --minutes N [--seed S] [--parser NAME]: the table of parsers with fresh seeds for as long as told, from S on (0: the time),
// or one parser with one seed. The work is done in a worker, so that an input that never ends is found too: then the seed it hangs on is said.

import { parseArgs } from "node:util";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { parsers } from "./parsers.ts";
import { tryOne } from "./run.ts";

/** How long one input may take before it counts as hanging, in milliseconds: some thousand times what the slowest takes. */
const hangs = 30_000;
/** Inputs that one parser gets before the next has its turn. */
const turn = 200;
const mostFindings = 20;

interface Work {
  readonly seed: number;
  readonly until: number;
  readonly name: string | null;
  /** The parser and the seed at hand, how many have been tried, and how many findings. */
  readonly shared: Int32Array;
}

function start(): void {
  const { values } = parseArgs({
    options: { minutes: { type: "string" }, seed: { type: "string", default: "0" }, parser: { type: "string" } },
  });
  const seed = Number(values.seed) || Date.now() % 2 ** 31;
  const once = values.minutes === undefined;
  const until = once ? 0 : Date.now() + Number(values.minutes) * 60_000;
  const shared = new Int32Array(new SharedArrayBuffer(16));
  const work: Work = { seed, until, name: values.parser ?? null, shared };
  const worker = new Worker(new URL(import.meta.url), { workerData: work });
  const watch = watchFor(shared, worker);
  worker.on("exit", () => {
    clearInterval(watch);
    const [, , tried = 0, found = 0] = shared;
    console.log(`${tried} inputs from seed ${seed} on, ${found} findings`);
    process.exitCode = found === 0 ? 0 : 1;
  });
}

function watchFor(shared: Int32Array, worker: Worker): NodeJS.Timeout {
  let before = -1;
  return setInterval(() => {
    if (shared[2] === before && before >= 0) {
      console.log(`HANGS: --parser ${JSON.stringify(parsers[shared[0] ?? 0]?.name)} --seed ${(shared[1] ?? 0) >>> 0}`);
      shared[3] = (shared[3] ?? 0) + 1;
      void worker.terminate();
    }
    before = shared[2] ?? 0;
  }, hangs);
}

async function work({ seed, until, name, shared }: Work): Promise<void> {
  const chosen = parsers.flatMap((parser, at) => (name === null || parser.name === name ? [{ parser, at }] : []));
  for (let next = seed; ; next += turn) {
    for (const { parser, at } of chosen) {
      const samples = await parser.samples();
      shared[0] = at;
      for (let one = next; one < next + (until === 0 ? 1 : turn); one++) {
        shared[1] = one;
        const finding = await tryOne(parser, samples, one);
        shared[2] = (shared[2] ?? 0) + 1;
        if (finding === null) continue;
        console.log(`${finding.what}\n  --parser ${JSON.stringify(parser.name)} --seed ${one}\n  ${finding.input.slice(0, 2_000)}`);
        shared[3] = (shared[3] ?? 0) + 1;
        if ((shared[3] ?? 0) >= mostFindings) return;
      }
      if (until > 0 && Date.now() > until) return;
    }
    if (until === 0) return;
  }
}

if (isMainThread) start();
else {
  await work(workerData as Work);
  // What rows keep open, such as a socket, holds no run.
  process.exit();
}
