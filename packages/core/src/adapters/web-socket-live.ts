// The live connection by the platform's WebSocket (RFC 6455), which Node and browsers have alike. It carries bytes and understands none
// of them. What comes is bounded: a text, or a message above the limit, ends the connection. No cookie, no token in the address.

import { assert, type Bytes, limits, routes } from "@holdfast/protocol";
import type { LiveConnection, LiveConnector, LiveListener } from "../sync/live-port.ts";
import { checkOrigin } from "./origin.ts";

/** What a WebSocket says of an end that came without a word (RFC 6455, 7.4.1). */
const wordless = 1005;
const abnormal = 1006;

export const webSocketLive: LiveConnector = {
  connect(origin, listener) {
    const checked = checkOrigin(origin);
    assert(checked.ok && checked.value === origin, "the origin was checked");
    return connection(new WebSocket(`${origin.replace(/^http/, "ws")}${routes.live}`), listener);
  },
};

function connection(socket: WebSocket, listener: LiveListener): LiveConnection {
  let over = false;
  const end = (code: number | null): void => {
    if (over) return;
    over = true;
    listener.closed(code);
  };
  socket.binaryType = "arraybuffer";
  socket.onopen = () => {
    if (!over) listener.opened();
  };
  socket.onmessage = ({ data }: { readonly data: unknown }) => {
    if (over) return;
    if (data instanceof ArrayBuffer && data.byteLength <= limits.liveEventBytes) listener.message(new Uint8Array(data));
    else {
      close(socket);
      end(null);
    }
  };
  socket.onclose = ({ code }) => end(code === wordless || code === abnormal ? null : code);
  // `close` follows, except where the connection never came to be on some platforms.
  socket.onerror = () => {
    if (socket.readyState === WebSocket.CLOSED) end(null);
  };
  return {
    send: (message: Bytes) => {
      if (!over && socket.readyState === WebSocket.OPEN) socket.send(Uint8Array.from(message));
    },
    close: () => {
      over = true;
      close(socket);
    },
  };
}

function close(socket: WebSocket): void {
  if (socket.readyState === WebSocket.CONNECTING || socket.readyState === WebSocket.OPEN) socket.close();
}
