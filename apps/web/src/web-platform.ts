// The browser as the windows' platform.

import { keepOnDisk } from "@holdfast/core/adapters/web-home";
import type { Platform } from "@holdfast/ui";
import packageFile from "../package.json" with { type: "json" };
import { addressToOpen } from "./address-to-open.ts";
import { appUpdate } from "./app-update.ts";
import { browserName } from "./browser-name.ts";
import { copyToClipboard } from "./clipboard.ts";
import { fetchPart } from "./fetch-part.ts";
import { chooseFile, saveFile } from "./files.ts";
import { scan } from "./scan.ts";
import { webPreferences } from "./web-preferences.ts";

export const webPlatform = (): Platform => ({
  version: packageFile.version,
  server: location.origin,
  runsOn: browserName(navigator.userAgent),
  copy: copyToClipboard,
  open(typed) {
    const address = addressToOpen(typed);
    if (address !== null) window.open(address, "_blank", "noopener,noreferrer");
    return address !== null;
  },
  fetchPart,
  saveFile,
  chooseFile,
  keepOnDisk: () => void keepOnDisk(),
  ...(navigator.mediaDevices?.getUserMedia === undefined ? {} : { scan }),
  print: () => window.print(),
  reload: () => location.reload(),
  preferences: webPreferences(),
  update: appUpdate(),
});
