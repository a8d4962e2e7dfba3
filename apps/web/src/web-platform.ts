// The browser as the windows' platform.

import { keepOnDisk } from "@holdfast/core/adapters/web-home";
import type { Platform } from "@holdfast/ui";
import packageFile from "../package.json" with { type: "json" };
import { appUpdate } from "./app-update.ts";
import { copyToClipboard } from "./clipboard.ts";
import { chooseFile, saveFile } from "./files.ts";
import { scan } from "./scan.ts";
import { webPreferences } from "./web-preferences.ts";

export const webPlatform = (): Platform => ({
  version: packageFile.version,
  server: location.origin,
  copy: copyToClipboard,
  open(address) {
    const url = URL.parse(address);
    if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return;
    window.open(url.href, "_blank", "noopener,noreferrer");
  },
  saveFile,
  chooseFile,
  keepOnDisk: () => void keepOnDisk(),
  ...(navigator.mediaDevices?.getUserMedia === undefined ? {} : { scan }),
  print: () => window.print(),
  reload: () => location.reload(),
  preferences: webPreferences(),
  update: appUpdate(),
});
