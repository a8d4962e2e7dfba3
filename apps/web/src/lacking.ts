// What this browser lacks to keep a vault, before anything is begun.

import type { Stage } from "@holdfast/ui";

export type Lacking = Extract<Stage, { readonly stage: "unsupported" }>["missing"];

/** null where nothing is. A page that did not come over https (or from this machine itself) has no cryptography and no locks. */
export async function lacking(page: typeof globalThis = globalThis): Promise<Lacking | null> {
  if (!page.isSecureContext) return "secure-address";
  if (page.indexedDB === undefined || page.indexedDB === null) return "storage";
  const parts = [page.crypto?.subtle, page.navigator?.locks, page.Worker, page.BroadcastChannel, page.WebAssembly];
  // The youngest of what else is used stands for it.
  const whole = parts.every((part) => part !== undefined) && page.URL?.parse !== undefined;
  return whole && (await hasCurves(page.crypto.subtle)) ? null : "newer-browser";
}

/** Nothing but asking for a key tells it. X25519 stands in where a browser keeps the public half of an Ed25519 key to itself. */
const hasCurves = (subtle: SubtleCrypto): Promise<boolean> =>
  Promise.all([subtle.generateKey("Ed25519", false, ["sign", "verify"]), subtle.generateKey("X25519", false, ["deriveBits"])]).then(
    () => true,
    () => false,
  );
