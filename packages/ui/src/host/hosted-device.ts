// A device host as the port that windows speak to.

import type { Device } from "../device/port.ts";
import type { DeviceHost } from "./device-host.ts";
import type { Hosting } from "./shared-device.ts";
import { vaultCalls } from "./vault-calls.ts";

export const hostedDevice = (host: DeviceHost): Device => ({
  listen: (listener) => host.listen(listener),
  // Whoever is asked holds it already.
  takeOver: async () => {},
  signUp: (given) => host.signUp(given),
  signIn: (given) => host.signIn(given),
  takeSetupCode: (given) => host.takeSetupCode(given),
  judgePassword: (password, account) => host.judgePassword(password, account),
  unlock: (password) => host.unlock(password),
  lock: () => host.lock(),
  touch: (minutes) => host.touch(minutes),
  signOut: (discard, dropDrafts) => host.signOut(discard, dropDrafts),
  setEnabled: (enabled) => host.setEnabled(enabled),
  kitKept: () => host.kitKept(),
  nameDevice: (name) => host.nameDevice(name),
  ...vaultCalls(host),
});

/** A device host as what one tab runs for all. */
export const hosting = (host: DeviceHost): Hosting => ({
  device: hostedDevice(host),
  begin: () => host.begin(),
  listen: (listener) => host.listen(listener),
  replay: (listener) => host.replay(listener),
  end: () => host.end(),
});
