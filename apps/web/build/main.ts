// Builds the web app into dist/ where what lies there is of other sources. The build is made beside it and put in its place as a whole, so
// that nobody serves half of one; two that build at once come to the same.

import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
import { compressAll } from "./compress.ts";
import { sourcesWord } from "./sources.ts";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const wordFile = "built-from";

// Whoever asked for the build and is gone does not want it any more.
const deserted = (): void => process.exit(1);
process.on("disconnect", deserted);

const word = await sourcesWord();
if ((await readFile(join(dist, wordFile), "utf8").catch(() => "")) !== word) {
  const made = await mkdtemp(join(root, ".building-"));
  try {
    await build({ root, logLevel: "error", build: { outDir: made, emptyOutDir: true } });
    await compressAll(made);
    await writeFile(join(made, wordFile), word);
    await put(made);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
process.off("disconnect", deserted);
if (process.connected) process.disconnect();

async function put(made: string): Promise<void> {
  const old = `${made}-old`;
  await rename(dist, old).catch(() => undefined);
  await rename(made, dist).catch(async (failure: unknown) => {
    // Another has put the same there meanwhile.
    if ((await readFile(join(dist, wordFile), "utf8").catch(() => "")) !== word) throw failure;
  });
  await rm(old, { recursive: true, force: true });
}
