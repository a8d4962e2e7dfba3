// Brings the application behind a port of node:http, bounds what a connection may cost, and stops gracefully.
// The only importer of @hono/node-server.

import { IncomingMessage, type Server, ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { clientAddress, isDirect } from "./limit/client-address.ts";
import type { Live } from "./live/live.ts";
import { attachLive } from "./live/socket.ts";
import type { Bearer, From } from "./routes/asked.ts";

export interface Listening {
  /** Where it listens, as an origin. */
  readonly url: string;
  /** Stops accepting, lets requests under way finish for a while, then resolves. */
  close(): Promise<void>;
}

type Fetch = (request: Request, from: From) => Response | Promise<Response>;

/** In PEM (RFC 7468): the certificate with those that vouch for it, and its private key. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

export interface ListenOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls?: Tls;
  readonly trustProxy?: boolean;
}

/** What is served: requests, and live connections for pages of `origin`. */
export interface Served {
  readonly fetch: Fetch;
  readonly live: Live;
  readonly origin: string;
}

/** Node's own 5 s ends connections under clients that compute for longer between two requests. */
const keepAliveMs = 75_000;
const headersMs = 20_000;
/** Five MiB at 140 kbit/s. */
const requestMs = 300_000;
/** A connection on which nothing moves, in either direction, within a request. */
const silenceMs = 120_000;
/** How long `close` waits for requests under way. */
const graceMs = 10_000;
const idleCheckMs = 50;

/** Listens on `host` and `port` (0 takes a free one); `serve` is given the origin and answers with what is served. */
export async function listen(
  { listen: { host, port }, tls, trustProxy = false }: ListenOptions,
  serve: (url: string) => Served,
): Promise<Listening> {
  let fetch: Fetch = () => new Response(null, { status: 503 });
  // Only a WebSocket is an upgrade: clients that offer HTTP/2 with their request get their answer.
  const serverOptions = { shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === "websocket" };
  const answer = (request: Request, { incoming, outgoing }: { readonly incoming: object; readonly outgoing: object }) =>
    fetch(
      request,
      incoming instanceof IncomingMessage && outgoing instanceof ServerResponse ? fromOf(incoming, outgoing, trustProxy) : fromNowhere,
    );
  const secure = tls === undefined ? {} : { createServer: createSecureServer, serverOptions: { ...serverOptions, ...tls } };
  const server = createAdaptorServer({ fetch: answer, serverOptions, ...secure }) as Server;
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = headersMs;
  server.requestTimeout = requestMs;
  server.timeout = silenceMs;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const url = originOf(tls === undefined ? "http" : "https", server.address() as AddressInfo);
  const served = serve(url);
  fetch = served.fetch;
  attachLive(server, served.live, { origin: served.origin, addressOf: (request) => remoteOf(request, trustProxy) });
  return { url, close: () => closeGracefully(server, served.live) };
}

const fromNowhere: From = { address: null, direct: false };

function fromOf({ socket, headers }: IncomingMessage, outgoing: ServerResponse, trustProxy: boolean): From {
  return {
    address: remoteOf({ socket, headers }, trustProxy),
    direct: isDirect(socket.remoteAddress, headers),
    bearer: bearerOf(outgoing),
  };
}

function remoteOf({ socket, headers }: Pick<IncomingMessage, "socket" | "headers">, trustProxy: boolean): string | null {
  const forwarded = headers["x-forwarded-for"];
  return clientAddress(
    { address: socket.remoteAddress, forwarded: Array.isArray(forwarded) ? forwarded.join(",") : forwarded },
    trustProxy,
  );
}

const bearerOf = (outgoing: ServerResponse): Bearer => ({
  over: (run) => void (outgoing.closed ? run() : outgoing.once("close", run)),
  cut: () => void outgoing.destroy(),
});

const originOf = (scheme: string, { address, family, port }: AddressInfo): string =>
  `${scheme}://${family === "IPv6" ? `[${address}]` : address}:${port}`;

// C25
function closeGracefully(server: Server, live: Live): Promise<void> {
  live.close();
  return new Promise((resolve) => {
    const grace = setTimeout(() => server.closeAllConnections(), graceMs);
    // Node leaves a connection whose answer ends after `close` resting for its keep-alive time, so it is looked after here.
    const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    server.close(() => {
      clearTimeout(grace);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
