// Tells the page which files each part of the app is made of that it fetches when it is first wanted, by the name of its source. Its own name
// stays true to its content: the files that it fetches stand in it by the names of theirs.

import { parse } from "node:path";
import type { Plugin } from "vite";

/** The script of the page. */
const entryName = "index";

export const partFiles = (): Plugin => ({
  name: "holdfast-part-files",
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((made) => made.type === "chunk");
    const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
    const entry = chunks.find(({ isEntry, name }) => isEntry && name === entryName);
    if (entry === undefined) throw new Error("The build has no page.");
    const whole = (file: string, found = new Set<string>()): Set<string> => {
      if (found.has(file)) return found;
      found.add(file);
      for (const inner of byFile.get(file)?.imports ?? []) whole(inner, found);
      return found;
    };
    const there = whole(entry.fileName);
    const parts = chunks.flatMap(({ facadeModuleId, fileName, isDynamicEntry }) =>
      isDynamicEntry && facadeModuleId !== null
        ? [[parse(facadeModuleId).name, [...whole(fileName)].filter((file) => !there.has(file)).map((file) => `/${file}`)] as const]
        : [],
    );
    entry.code = `const partFiles=${JSON.stringify(Object.fromEntries(parts))};\n${entry.code}`;
  },
});
