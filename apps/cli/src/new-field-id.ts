// Ids of addresses and custom fields that a person adds: random, so that two devices that add one each have two after the merge.

import type { Home } from "@holdfast/core";
import { toHex } from "@holdfast/protocol";

const idBytes = 8;

export const newFieldId =
  (home: Home): (() => string) =>
  () =>
    toHex(home.environment.crypto.randomBytes(idBytes));
