// How the server refuses: an HTTP status and one of these codes. A refused request has changed nothing.

import { headRef } from "./commit.ts";
import { itemId } from "./ids.ts";
import { limits } from "./limits.ts";
import { bytes, list, literal, oneOf, optional, record, type TypeOf, uint } from "./shape.ts";

const plain = <const Kind extends string>(kind: Kind) => record({ kind: literal(kind) });

export const refusal = oneOf({
  malformed: plain("malformed"),
  "too-large": plain("too-large"),
  "not-found": plain("not-found"),
  "sign-in-refused": plain("sign-in-refused"),
  "challenge-expired": plain("challenge-expired"),
  "session-ended": plain("session-ended"),
  "account-taken": plain("account-taken"),
  "signup-closed": plain("signup-closed"),
  "invitation-needed": plain("invitation-needed"),
  /** The vault has moved on. `missing`: the whole stream of a pull after `prev`, where it fits. */
  stale: record({ kind: literal("stale"), head: headRef, missing: optional(bytes(0, limits.missingBytes)) }),
  /** The server has another head at that seq, or none: here is the one it has. */
  "history-differs": record({ kind: literal("history-differs"), head: headRef }),
  "signature-refused": plain("signature-refused"),
  /** These items of the commit can never be taken as they are; the others can. */
  "items-refused": record({ kind: literal("items-refused"), items: list(itemId, limits.commitChanges) }),
  "vault-full": plain("vault-full"),
  "quota-full": plain("quota-full"),
  "too-many-requests": record({ kind: literal("too-many-requests"), retryMs: uint() }),
  "update-needed": record({ kind: literal("update-needed"), version: uint() }),
  /** The server itself failed: full disk, damaged database. Try again later. */
  unavailable: plain("unavailable"),
});
export type Refusal = TypeOf<typeof refusal>;

/** The HTTP status that goes with each code. */
export const refusalStatus: Readonly<Record<Refusal["kind"], number>> = {
  malformed: 400,
  "too-large": 413,
  "not-found": 404,
  "sign-in-refused": 401,
  "challenge-expired": 401,
  "session-ended": 401,
  "account-taken": 409,
  "signup-closed": 403,
  "invitation-needed": 403,
  stale: 412,
  "history-differs": 409,
  "signature-refused": 403,
  "items-refused": 422,
  "vault-full": 507,
  "quota-full": 507,
  "too-many-requests": 429,
  "update-needed": 426,
  unavailable: 503,
};
