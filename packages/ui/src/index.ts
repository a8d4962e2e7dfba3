// The windows: what a shell needs to show them over its device.

export { mount } from "./app/mount.tsx";
export type { Device, DeviceEvent, DraftView, Form, OwnWords, Row, Stage } from "./device/port.ts";
export type { Platform, Preferences, PreferenceValues } from "./platform.ts";
