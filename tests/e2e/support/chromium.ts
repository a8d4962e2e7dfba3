// A real Chromium for the tests, and profiles of it: a folder is a browser of its own, and two of them are two devices. The system's is
// taken; where there is none and this process may, it is installed once from the system's packages.

import { type BrowserContext, chromium } from "playwright-core";
import { systemProgram } from "../../support/system-package.ts";

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

/** The path of a Chromium; `CHROMIUM` in the environment names another. */
export const chromiumPath = (): string => systemProgram({ name: "Chromium", places, packages: ["chromium"], variable: "CHROMIUM" });

/** The browser whose profile is `folder`, which outlives it. The caller closes it. */
export const openProfile = (
  folder: string,
  { flags: more = [], ...options }: Parameters<typeof chromium.launchPersistentContext>[1] & { readonly flags?: readonly string[] } = {},
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { executablePath: chromiumPath(), args: [...flags, ...more], ...options });
