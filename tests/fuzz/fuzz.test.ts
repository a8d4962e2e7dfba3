// Every parser of the table with inputs out of seeds: some hundred each here, as many as there is time for by `npm run fuzz`. A failure names
// the seed; `npm run fuzz -- --parser NAME --seed N` shows it again. What once failed is frozen in frozen.json.

import { readFileSync } from "node:fs";
import { fromHex } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { growths } from "./growths.ts";
import { parsers } from "./parsers.ts";
import { faultOf, tryOne } from "./run.ts";
import { countWork } from "./work.ts";

const usual = 700;

/** Blocks of our code that reading may enter for each byte of input, and beside. Twice reading all of 64 KiB for each byte is a hundred million. */
const blocksEach = 16;
const blocksBeside = 10_000;

interface Frozen {
  readonly parser: string;
  /** What was wrong, before it was mended. */
  readonly what: string;
  /** Hex. */
  readonly input: string;
}

const frozen = JSON.parse(readFileSync(new URL("frozen.json", import.meta.url), "utf8")) as readonly Frozen[];

describe.each(parsers)("$name", (parser) => {
  it("reads its samples", async () => {
    const samples = await parser.samples();
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      expect(await faultOf(parser, sample)).toBeNull();
    }
    expect((await Promise.all(samples.map((sample) => parser.parse(sample)))).some(({ type }) => type === "read")).toBe(true);
  });

  it(`gives a value or a refusal for ${parser.runs ?? usual} inputs, within its bounds`, async () => {
    const samples = await parser.samples();
    const findings: string[] = [];
    for (let seed = 1; seed <= (parser.runs ?? usual); seed++) {
      const finding = await tryOne(parser, samples, seed);
      if (finding !== null && findings.length < 5) findings.push(`seed ${seed}: ${finding.what}`);
    }
    expect(findings).toEqual([]);
  });

  it("does work in proportion to its input", async () => {
    const inputs = growths(await parser.samples());
    const bytes = inputs.reduce((sum, { length }) => sum + length, 0);
    const entered = await countWork(async () => {
      for (const input of inputs) await parser.parse(input);
    });
    expect(entered).toBeLessThan(blocksEach * bytes + blocksBeside * inputs.length);
  });
});

it.each(frozen)("$parser, once: $what", async ({ parser: name, input }) => {
  const parser = parsers.find((one) => one.name === name);
  expect(parser && (await faultOf(parser, fromHex(input) ?? new Uint8Array(0)))).toBeNull();
});
