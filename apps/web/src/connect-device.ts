// The device in its worker, as the windows see it. Comlink carries the calls.

import type { Device } from "@holdfast/ui";
import { proxy, wrap } from "comlink";
import type { Lacking } from "./lacking.ts";
import { ownAddress } from "./own-address.ts";
import workerAddress from "./vault-worker.ts?worker&url";

export function connectDevice(): Device {
  const worker = new Worker(ownAddress(workerAddress), { type: "module", name: "vault" });
  const remote = wrap<Device>(worker);
  const listen: Device["listen"] = (listener, words) => remote.listen(proxy(listener), words);
  return new Proxy(remote as unknown as Device, {
    // The remote has no members but calls: each is made when it is asked for. A promise it is not.
    get: (target, name) => (name === "listen" ? listen : name === "then" ? undefined : Reflect.get(target, name)),
  });
}

/** In the place of a device that this browser can't be: it tells why, and answers nothing. */
export const noDevice = (missing: Lacking): Device =>
  new Proxy({} as Device, {
    get: (_, name) => {
      if (name === "then") return undefined;
      const listen: Device["listen"] = async (listener) => listener({ type: "stage", stage: { stage: "unsupported", missing } });
      return name === "listen" ? listen : () => Promise.reject(new Error("there is no device"));
    },
  });
