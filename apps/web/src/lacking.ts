// What this browser lacks to keep a vault, before anything is begun.

import type { Stage } from "@holdfast/ui";

export type Lacking = Extract<Stage, { readonly stage: "unsupported" }>["missing"];

/** null where nothing is. A page that did not come over https (or from this machine itself) has no cryptography and no locks. */
export function lacking(page: typeof globalThis = globalThis): Lacking | null {
  if (!page.isSecureContext) return "secure-address";
  if (page.indexedDB === undefined || page.indexedDB === null) return "storage";
  const parts = [page.crypto?.subtle, page.navigator?.locks, page.Worker, page.BroadcastChannel, page.WebAssembly];
  return parts.every((part) => part !== undefined) ? null : "newer-browser";
}
