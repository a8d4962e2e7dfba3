// Bytes as a platform's own calls take them: over memory that no other thread has. Ours never is shared, and this says so without a copy.

import type { Bytes } from "@holdfast/protocol";

export const unshared = (bytes: Bytes): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Uint8Array.from(bytes);
