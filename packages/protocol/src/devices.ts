// The account's devices as the server knows them: when each last synchronized and up to which seq. Their names are sealed in the vault.
//
//   POST /v1/devices   (authorized)   body: DevicesRequest   → 200 Devices

import { deviceId, vaultId } from "./ids.ts";
import { limits } from "./limits.ts";
import { list, nullable, record, type TypeOf, uint } from "./shape.ts";

export const devicesRequest = record({ vault: vaultId });

/** `lastSync`: milliseconds since 1970 by the server's clock of the device's last pull or push, null before the first. `seq`: the head it then had. */
export const deviceSeen = record({ device: deviceId, lastSync: nullable(uint()), seq: uint() });
export type DeviceSeen = TypeOf<typeof deviceSeen>;

export const devices = record({ devices: list(deviceSeen, limits.devices) });
