// What scripts/dev.js runs: a server with a made-up account, and the web app built anew with every change of its sources. With --open, two
// browsers stand beside each other as two devices to be. Everything is made up, and gone when it ends.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { signUp } from "@holdfast/core";
import { openNodeHome } from "@holdfast/core/adapters/node-home";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import { accountName } from "@holdfast/protocol";
import { readWebApp, startServer, type WebApp } from "@holdfast/server";
import { build } from "vite";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8480" },
    items: { type: "string", default: "200" },
    open: { type: "boolean", default: false },
  },
});
const password = "correct horse battery staple";
const account = accountName("sam@example.org");
if (account === null) throw new Error("The account has a name.");

const folder = mkdtempSync(join(tmpdir(), "holdfast-dev-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));

let app: WebApp | null = null;
const first = Promise.withResolvers<void>();
const outDir = join(folder, "app");
const watcher = await build({
  root: join(import.meta.dirname, "../apps/web"),
  logLevel: "warn",
  build: { outDir, emptyOutDir: true, watch: {}, sourcemap: true },
});
if (!("on" in watcher)) throw new Error("The build does not watch.");
watcher.on("event", (event) => {
  if (event.code !== "END") return;
  readWebApp(outDir).then((read) => {
    app = read;
    first.resolve();
  }, first.reject);
});
await first.promise;

const listen = { host: "127.0.0.1", port: Number(values.port) };
const server = await startServer({ listen, dataDir: join(folder, "server"), signup: "open", web: () => app, log: () => {} });
const made = await signUp(await openNodeHome(join(folder, "first")), { origin: server.url, account, password, deviceName: "Laptop" });
if (!made.ok) throw new Error(`The account could not be made: ${made.error.type}`);
await made.value.addMany(seedVault(Number(values.items), 1));
await made.value.synchronize();
const { setupCode } = await made.value.kit();

console.log(`\n${server.url}\n\nSetup code:    ${setupCode}\nMain password: ${password}\n`);
console.log("A private window, or another browser, is another device. Ends with Ctrl C.");
if (values.open) for (const [place, name] of ["laptop", "phone"].entries()) openDevice(name, place);

/** A browser of its own, without a bar. `CHROMIUM` in the environment names another program. */
function openDevice(name: string, place: number): void {
  const window = [
    `--user-data-dir=${join(folder, name)}`,
    `--app=${server.url}`,
    `--window-position=${place * 900},0`,
    "--window-size=900,900",
  ];
  const browser = spawn(process.env.CHROMIUM ?? "chromium", [...window, "--no-first-run"], { stdio: "ignore" });
  browser.on("error", ({ message }) => console.error(`No browser could be started: ${message}`));
}
