// The account request that is under way, in a file of mode 0600: it holds a Secret Key, so it is removed as soon as the answer is known.

import type { Bytes } from "@holdfast/protocol";
import type { PendingStore } from "../home.ts";
import { fromStored, pendingShape, toStored } from "../store/stored-shapes.ts";
import { readWhole, removeWhole, replaceWhole } from "./file-bytes.ts";

/** In `file`, whose folder exists. Calls throw `StoreProblem`. */
export function filePendingStore(file: string): PendingStore<Bytes> {
  return {
    load: async () => {
      const kept = readWhole(file);
      return kept === null ? null : fromStored(pendingShape, kept);
    },
    save: async (pending) => replaceWhole(file, toStored(pendingShape, pending)),
    remove: async () => removeWhole(file),
  };
}
