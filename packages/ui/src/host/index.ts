// The device behind the windows, for the worker or process that holds the vault.

export { DeviceHost, type DeviceHostOptions } from "./device-host.ts";
export type { DraftStore } from "./drafts.ts";
export { hostedDevice } from "./hosted-device.ts";
