// How the web app is built: what changes is named by its content under assets/, so that browsers keep it for ever; the service worker alone
// has a name that stays.

import { join } from "node:path";
import { defineConfig } from "vite";
import { partFiles } from "./build/part-files-plugin.ts";
import { serviceWorkerFiles, serviceWorkerName } from "./build/service-worker-plugin.ts";

// Whatever the environment of whoever builds says: libraries in the form for their own developers are twice as large.
process.env.NODE_ENV = "production";

const root = import.meta.dirname;

const frame =
  /node_modules\/(?:react|react-dom|react-aria|react-aria-components|react-stately|scheduler|@tanstack|@internationalized|comlink)\/|packages\/ui\/src\/(?:parts|state|text)\//;

export default defineConfig({
  build: {
    target: "es2024",
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: join(root, "index.html"), [serviceWorkerName]: join(root, "src/service-worker.ts") },
      output: {
        // What every window stands on is one file: cut into pieces it compresses worse.
        codeSplitting: { groups: [{ name: "frame", test: frame }] },
        entryFileNames: ({ name }) => (name === serviceWorkerName ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  worker: { format: "es" },
  plugins: [partFiles(), serviceWorkerFiles(join(root, "public"))],
});
