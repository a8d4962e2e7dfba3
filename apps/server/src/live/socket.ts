// Live connections as WebSockets (RFC 6455) on the server's port. Takes the upgrade of one path, from no page but our own,
// without compression, and bounds every message before it is whole. The only importer of ws.

import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type Bytes, type LiveClose, limits, routes } from "@holdfast/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import type { Wire } from "./connection.ts";
import type { Live } from "./live.ts";

/** How long a client may take to answer a close, in milliseconds. */
const closeMs = 2_000;

/** The server's own origin, the only one whose pages may open one, and the address that limits go by. */
interface LiveFrom {
  readonly origin: string;
  readonly addressOf: (request: IncomingMessage) => string | null;
}

/** Serves live connections on `server`. */
export function attachLive(server: Server, live: Live, { origin, addressOf }: LiveFrom): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.liveRequestBytes,
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const address = addressOf(request);
    const status = live.hasRoomFor(address) ? refusalOf(request, live, origin) : "503 Service Unavailable";
    if (status === null) sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, live, address));
    else socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
  });
}

/** The status line that refuses an upgrade, or null. A browser says which page asks; only ours may. // C26 */
function refusalOf({ url, headers }: IncomingMessage, live: Live, origin: string): string | null {
  if (url !== routes.live) return "404 Not Found";
  if (headers.origin !== undefined && headers.origin !== origin) return "403 Forbidden";
  return live.hasRoom ? null : "503 Service Unavailable";
}

function serve(socket: WebSocket, live: Live, address: string | null): void {
  const connection = live.open(wireOf(socket), address);
  socket.on("message", (data: Buffer, isBinary: boolean) => void connection.receive(isBinary ? plain(data) : null));
  socket.on("close", () => connection.gone());
  // What breaks the protocol of WebSockets is told to the client by ws, with its code, and then closed.
  socket.on("error", () => connection.gone());
}

const plain = (data: Buffer): Bytes => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const wireOf = (socket: WebSocket): Wire => ({
  send: (message) => socket.send(message, ignore),
  waiting: () => socket.bufferedAmount,
  close: (code: LiveClose) => {
    socket.close(code);
    const late = setTimeout(() => socket.terminate(), closeMs);
    late.unref();
    socket.once("close", () => clearTimeout(late));
  },
  cut: () => socket.terminate(),
});

/** A message that does not reach its client shows as the connection's end. */
const ignore = (): void => {};
