// The device behind the windows: it owns the home of a vault on this device, holds the keys while it is open, and tells the windows what is so.

import type { Home, PasswordMeter } from "@holdfast/core";
import type { DeviceEvent } from "../device/port.ts";

export interface DeviceHostOptions {
  readonly openHome: () => Promise<Home>;
  readonly loadMeter: () => Promise<PasswordMeter>;
}

export class DeviceHost {
  readonly #options: DeviceHostOptions;

  constructor(options: DeviceHostOptions) {
    this.#options = options;
  }

  async listen(listener: (event: DeviceEvent) => void): Promise<void> {
    await this.#options.openHome();
    listener({ type: "stage", stage: { stage: "first-start" } });
  }
}
