// The worker that holds the unlocked vault of this tab: keys and plaintext live here and nowhere else.

import { openWebHome } from "@holdfast/core/adapters/web-home";
import { zxcvbnMeter } from "@holdfast/core/adapters/zxcvbn-meter";
import { DeviceHost } from "@holdfast/ui/host";
import { expose } from "comlink";

expose(new DeviceHost({ openHome: async () => openWebHome("holdfast"), loadMeter: zxcvbnMeter }));
