// The live connection: a WebSocket at /v1/live. The client's first message bears the token; from then on the server pokes.
// A poke is a hint: it never alarms, and one that does not fit only causes a pull.

import { commit, headRef } from "./commit.ts";
import { vaultId } from "./ids.ts";
import { bytes, literal, oneOf, optional, record, type TypeOf } from "./shape.ts";

export const liveRequest = oneOf({
  hello: record({ kind: literal("hello"), token: bytes(32) }),
  ping: record({ kind: literal("ping") }),
});
export type LiveRequest = TypeOf<typeof liveRequest>;

export const liveEvent = oneOf({
  ready: record({ kind: literal("ready") }),
  poke: record({ kind: literal("poke"), vault: vaultId, head: headRef, commit: optional(commit) }),
  pong: record({ kind: literal("pong") }),
});
export type LiveEvent = TypeOf<typeof liveEvent>;

/**
 * Why the server closed a live connection (RFC 6455, 7.4): codes from 4000 are ours. After `sessionEnded` the client signs in again,
 * after all others it comes back later.
 */
export const liveClose = {
  /** The server stops. */
  goingAway: 1001,
  /** A message over `limits.liveRequestBytes`. */
  tooLarge: 1009,
  /** Not a message of ours, or not where it belongs: `hello` is the first and comes once. */
  malformed: 4400,
  /** The token is no session's, or no longer. */
  sessionEnded: 4401,
  /** Nothing was heard for too long: no `hello`, or no `ping`. */
  silent: 4408,
  /** What was sent was not taken in time. */
  slow: 4413,
  /** The account has `limits.liveConnections` already. */
  tooMany: 4429,
  /** The server itself failed. */
  unavailable: 4503,
} as const;
export type LiveClose = (typeof liveClose)[keyof typeof liveClose];
