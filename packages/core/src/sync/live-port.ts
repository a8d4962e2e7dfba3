// The port to the live connection: messages of bytes to the server and from it, and its end. It knows no vault, no key and no meaning of
// a message. Adapters: web-socket-live (WebSocket); in tests the real server in the same process.

import type { Bytes } from "@holdfast/protocol";

/** What the connection tells. Nothing is told before `connect` has returned, and nothing after `closed` or after our own `close`. */
export interface LiveListener {
  /** Messages can be sent now. */
  opened(): void;
  message(bytes: Bytes): void;
  /** It is over, or never came to be. `code`: as protocol/live.ts and RFC 6455 (7.4) have them; null where nothing was said. */
  closed(code: number | null): void;
}

export interface LiveConnection {
  /** Leaves out what can't be sent any more: the end is told by `closed`. */
  send(message: Bytes): void;
  close(): void;
}

export interface LiveConnector {
  /** Connects to the live address of a server's origin. Never throws: what can't be reached is `closed`. */
  connect(origin: string, listener: LiveListener): LiveConnection;
}
