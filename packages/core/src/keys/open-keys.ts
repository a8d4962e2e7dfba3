// The keys of an unlocked replica as bytes, for the one process that may hold them beside this one: the agent of this device. They go
// through a pipe or a socket of this user, never to a disk, an argument or an environment. // K8

import { type Bytes, decode, encode, shape } from "@holdfast/protocol";
import { keyring } from "./keyring.ts";

const { bytes, record } = shape;

/** `signInSeed`: of the Ed25519 key that signs this device in. */
export const openKeys = record({ ring: keyring, signInSeed: bytes(32) });
export type OpenKeys = shape.TypeOf<typeof openKeys>;

/** Bytes of handed-over keys at most. */
export const openKeysBytes = 64 * 1024;

export const encodeOpenKeys = (keys: OpenKeys): Bytes => encode(openKeys, keys);

/** The keys, or null for bytes that are none. */
export function decodeOpenKeys(handed: Bytes): OpenKeys | null {
  const keys = decode(openKeys, handed);
  return keys.ok && keys.value.ring.epochs.length > 0 ? keys.value : null;
}
