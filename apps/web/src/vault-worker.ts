// The worker that holds the unlocked vault of this tab: keys and plaintext live here and nowhere else.

import { checkOrigin } from "@holdfast/core/adapters/origin";
import { openWebHome } from "@holdfast/core/adapters/web-home";
import { zxcvbnMeter } from "@holdfast/core/adapters/zxcvbn-meter";
import { DeviceHost, hostedDevice } from "@holdfast/ui/host";
import { expose } from "comlink";
import { browserName } from "./browser-name.ts";
import { indexedDbDrafts } from "./indexeddb-drafts.ts";

const host = new DeviceHost({
  openHome: async () => openWebHome("holdfast"),
  drafts: indexedDbDrafts("holdfast drafts"),
  loadMeter: zxcvbnMeter,
  originOf(typed) {
    const origin = checkOrigin(typed.trim());
    return origin.ok ? origin.value : null;
  },
  deviceName: browserName(navigator.userAgent),
});
expose(hostedDevice(host));
await host.begin();
