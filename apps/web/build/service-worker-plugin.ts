// Tells the service worker which files its build is made of, and names the build by their content.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** The entry of the service worker, which is served at the root: what it may serve is what lies beside and below it. */
export const serviceWorkerName = "service-worker";

export function serviceWorkerFiles(publicFolder: string): Plugin {
  return {
    name: "holdfast-service-worker",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const hash = createHash("sha256");
        const paths: string[] = [];
        const take = (path: string, content: string | Uint8Array): void => {
          paths.push(path);
          hash.update(path).update("\0").update(content).update("\0");
        };
        for (const [name, made] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
          if (made.type === "chunk" && made.name === serviceWorkerName) continue;
          take(name === "index.html" ? "/" : `/${name}`, made.type === "chunk" ? made.code : made.source);
        }
        for (const name of readdirSync(publicFolder).sort()) take(`/${name}`, readFileSync(join(publicFolder, name)));
        const worker = Object.values(bundle).find((made) => made.type === "chunk" && made.name === serviceWorkerName);
        if (worker?.type !== "chunk") throw new Error("The build has no service worker.");
        const files = { name: hash.digest("hex").slice(0, 16), paths };
        worker.code = `const buildFiles = ${JSON.stringify(files)};\n${worker.code}`;
      },
    },
  };
}
