// Push: one commit, compare-and-swap on the head it stands on.
//
//   POST /v1/vault/<vault id>/push   If-Match: "<hex of prev>"   body: Commit   → 200 Pushed | an error
//
// The server compares If-Match before it reads the body. A stale push is answered `stale` (errors.ts) with what is missing when it fits.

import { headRef } from "./commit.ts";
import { record, type TypeOf } from "./shape.ts";

/** The head that the vault now has: the commit's. */
export const pushed = record({ head: headRef });
export type Pushed = TypeOf<typeof pushed>;
