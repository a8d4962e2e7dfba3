// What the web app is built from, in one word: it differs when any of its sources does, so that whoever serves a build knows whether it is of
// today's sources.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
/** Files and folders that take part; what a test is made of does not. */
const parts = [
  "packages/protocol/src",
  "packages/core/src",
  "packages/ui/src",
  "apps/web/src",
  "apps/web/public",
  "apps/web/build",
  "apps/web/index.html",
  "apps/web/vite.config.ts",
  "package-lock.json",
];
const apart = /\.test\.tsx?$|\/testing\//;

async function filesOf(path: string): Promise<string[]> {
  const found = await readdir(join(root, path), { withFileTypes: true }).catch(() => null);
  if (found === null) return [path];
  const inner = await Promise.all(found.map(({ name }) => filesOf(`${path}/${name}`)));
  return inner.flat();
}

export async function sourcesWord(): Promise<string> {
  const paths = (await Promise.all(parts.map(filesOf))).flat().filter((path) => !apart.test(path));
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    const content = createHash("sha256")
      .update(await readFile(join(root, path)))
      .digest("hex");
    hash.update(`${path} ${content}\n`);
  }
  return hash.digest("hex");
}
