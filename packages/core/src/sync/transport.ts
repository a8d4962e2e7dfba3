// The port to the network: one request to the server of this replica, and what came back. It knows no vault and no key.
// Adapters: http-transport (fetch); in tests the real server in the same process.

import type { Bytes } from "@holdfast/protocol";

export interface TransportRequest {
  readonly method: "GET" | "POST";
  /** Path on the server's origin, from protocol/routes. */
  readonly path: string;
  /** Base64url session token for the Authorization header, or null. */
  readonly token: string | null;
  /** Hex of the head a push stands on. */
  readonly ifMatch?: string;
  readonly body?: Bytes;
}

/** An answer whose head has come; `body` may still fail midway (it then ends with `cut`). */
export interface TransportResponse {
  readonly status: number;
  /** The server's clock as it says, milliseconds since 1970, where it says it. */
  readonly date?: number;
  readonly body: AsyncIterable<Bytes>;
}

/** The network's failures are values: there was no answer, and why as far as it is known. */
export type TransportFailure = {
  readonly type: "unreachable";
  readonly why: "offline" | "refused" | "timeout" | "certificate" | "name" | "other";
};

/** Thrown by the iteration of `body` when the connection breaks within an answer; caught once, where a stream is read. */
export class Cut extends Error {}

export interface Traffic {
  requests: number;
  bytesUp: number;
  bytesDown: number;
}

export interface Transport {
  readonly origin: string;
  /** Never throws: an answer, or a failure. */
  send(request: TransportRequest): Promise<TransportResponse | TransportFailure>;
  /** Counted since the transport was made. */
  readonly traffic: Readonly<Traffic>;
}
