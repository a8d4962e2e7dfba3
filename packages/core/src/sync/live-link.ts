// One live connection as the loop sees it: says hello with the token, asks now and then whether the other end is still there, and
// turns messages into pokes. What comes is a stranger's: bounded, parsed, and a hint at most. // S36

import {
  type Bytes,
  decode,
  encode,
  type LiveEvent,
  type LiveRequest,
  limits,
  liveClose,
  liveEvent,
  liveRequest,
} from "@holdfast/protocol";
import type { LiveConnection, LiveConnector } from "./live-port.ts";

export type Poke = Extract<LiveEvent, { readonly kind: "poke" }>;

/** What happens on a link, each told at once. After `ended` nothing more comes. */
export interface LinkListener {
  ready(): void;
  poked(poke: Poke): void;
  ended(why: "token" | "lost"): void;
}

export interface Link {
  /** To be called every `limits.livePingMs`: ends the link where the last call was not answered. */
  beat(): void;
  /** Ends it without a word to the listener. */
  close(): void;
}

export interface LinkTo {
  readonly origin: string;
  /** The session's token, 32 bytes. */
  readonly token: Bytes;
}

export function openLink(connector: LiveConnector, { origin, token }: LinkTo, listener: LinkListener): Link {
  let state: "new" | "ready" | "over" = "new";
  /** Beats that nothing was heard since. */
  let unanswered = 0;
  const send = (request: LiveRequest) => connection.send(encode(liveRequest, request));
  const end = (why: "token" | "lost") => {
    if (state === "over") return;
    state = "over";
    listener.ended(why);
  };
  const fail = () => {
    connection.close();
    end("lost");
  };
  const take = (event: LiveEvent) => {
    unanswered = 0;
    if (event.kind === "ready" && state === "new") {
      state = "ready";
      listener.ready();
    } else if (event.kind === "poke" && state === "ready") listener.poked(event);
    else if (event.kind !== "pong" || state !== "ready") fail();
  };
  const connection: LiveConnection = connector.connect(origin, {
    opened: () => {
      if (state === "new") send({ kind: "hello", token });
    },
    message: (bytes) => {
      if (state === "over") return;
      const event = bytes.length > limits.liveEventBytes ? null : decode(liveEvent, bytes);
      if (event?.ok) take(event.value);
      else fail();
    },
    closed: (code) => end(code === liveClose.sessionEnded ? "token" : "lost"),
  });
  return {
    beat: () => {
      if (state === "over") return;
      // A connection that does not come to be is given up like one that fell silent.
      if (unanswered > 0) return fail();
      unanswered = 1;
      if (state === "ready") send({ kind: "ping" });
    },
    close: () => {
      if (state === "over") return;
      state = "over";
      connection.close();
    },
  };
}
