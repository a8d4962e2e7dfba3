// The device behind the windows, for the worker or process that holds the vault.

export { DeviceHost, type DeviceHostOptions } from "./device-host.ts";
export type { DraftStore } from "./drafts.ts";
export { hostedDevice, hosting } from "./hosted-device.ts";
export { type Hosting, SharedDevice, type Tabs } from "./shared-device.ts";
export type { ChannelMessage } from "./tab-messages.ts";
