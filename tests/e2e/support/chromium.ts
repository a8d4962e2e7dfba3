// A real Chromium for the tests, and profiles of it: a folder is a browser of its own, and two of them are two devices. The system's is
// taken; where there is none and this process may, it is installed once from the system's packages.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type BrowserContext, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** No sandbox, since tests run as root in containers; and none of the browser's own traffic. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const found = (): string | undefined => [process.env.CHROMIUM ?? "", ...places].find((place) => place !== "" && existsSync(place));

/** The path of a Chromium; `CHROMIUM` in the environment names another. */
export function chromiumPath(): string {
  const path = found() ?? (install() ? found() : undefined);
  if (path === undefined) throw new Error("The browser tests need Chromium: install it, or name it in CHROMIUM.");
  return path;
}

function install(): boolean {
  const apt = (...args: string[]): boolean => spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  const wanted = ["install", "-y", "--no-install-recommends", "chromium"];
  return apt(...wanted) || (apt("update") && apt(...wanted));
}

/** The browser whose profile is `folder`, which outlives it. The caller closes it. */
export const openProfile = (
  folder: string,
  options: Parameters<typeof chromium.launchPersistentContext>[1] = {},
): Promise<BrowserContext> => chromium.launchPersistentContext(folder, { executablePath: chromiumPath(), args: flags, ...options });
