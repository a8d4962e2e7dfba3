// How the web app is built: what changes is named by its content under assets/, so that browsers keep it for ever.
import { defineConfig } from "vite";

export default defineConfig({
  build: { target: "es2024", modulePreload: false, assetsInlineLimit: 0, reportCompressedSize: false },
  worker: { format: "es" },
});
