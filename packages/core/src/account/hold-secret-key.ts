// What is kept of a Secret Key that was just made or typed: where the platform can hold a key so that nobody reads it back, that, and from then
// on nothing on this device but the keyring has its bytes. // K9

import type { Bytes } from "@holdfast/protocol";
import type { Home } from "../home.ts";
import { saltOf } from "../keys/derive.ts";
import type { KeptSecretKey } from "../ports.ts";

export async function holdSecretKey({ environment, secretKeys }: Home, secretKey: Bytes): Promise<KeptSecretKey> {
  return secretKeys.hold === undefined ? secretKey : secretKeys.hold(secretKey, await saltOf(environment.crypto, secretKey));
}
