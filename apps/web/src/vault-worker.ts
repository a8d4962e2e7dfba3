// The worker of one tab. In one tab of the browser it holds the unlocked vault: keys live here and nowhere else; in others it asks that one.

import { checkOrigin } from "@holdfast/core/adapters/origin";
import { openWebHome } from "@holdfast/core/adapters/web-home";
import { zxcvbnMeter } from "@holdfast/core/adapters/zxcvbn-meter";
import { DeviceHost, type DeviceHostOptions, hosting, SharedDevice } from "@holdfast/ui/host";
import { expose } from "comlink";
import { browserTabs } from "./browser-tabs.ts";
import { indexedDbDrafts } from "./indexeddb-drafts.ts";

const newHost = (words: DeviceHostOptions["words"]): DeviceHost =>
  new DeviceHost({
    openHome: async () => openWebHome("holdfast"),
    drafts: indexedDbDrafts("holdfast drafts"),
    loadMeter: zxcvbnMeter,
    originOf(typed) {
      const origin = checkOrigin(typed.trim());
      return origin.ok ? origin.value : null;
    },
    words,
  });
// The address of this script bears its content, and with it all that it says to others and understands.
expose(new SharedDevice(browserTabs("holdfast device", self.location.pathname), (words) => hosting(newHost(words))).device);
