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
