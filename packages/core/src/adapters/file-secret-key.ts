// The Secret Key in a file of its own, mode 0600: its 16 bytes and nothing else. Until a system's key store takes its place.

import { assert, type Bytes } from "@holdfast/protocol";
import type { SecretKeyStore } from "../home.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { secretKeyBytes } from "../store/stored-shapes.ts";
import { readWhole, removeWhole, replaceWhole } from "./file-bytes.ts";

/** In `file`, whose folder exists. Calls throw `StoreProblem`. */
export function fileSecretKeyStore(file: string): SecretKeyStore<Bytes> {
  return {
    load: async () => {
      const kept = readWhole(file);
      if (kept !== null && kept.length !== secretKeyBytes) throw new StoreProblem("damaged"); // P13
      return kept;
    },
    save: async (secretKey) => {
      assert(secretKey.length === secretKeyBytes, "a Secret Key has 16 bytes");
      replaceWhole(file, secretKey);
    },
    remove: async () => removeWhole(file),
  };
}
