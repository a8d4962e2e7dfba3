// The device behind the windows, for the worker or process that holds the vault.

export { DeviceHost } from "./device-host.ts";
