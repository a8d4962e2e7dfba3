// A live connection to a server in the same process: the real server without a socket. A test may forbid connections, cut those that
// stand, and look at or hold back what comes. For tests alone.

import type { Bytes } from "@holdfast/protocol";
import type { LiveConnector, LiveListener } from "../sync/live-port.ts";

/** What a server in this process offers (server/testing/test-server). */
export interface LiveServer {
  openLive(client: { message(bytes: Bytes): void; closed(code: number): void }): { send(message: Bytes): Promise<void>; close(): void };
}

/** What a test may do to live connections; looked up each time. */
export interface LiveHooks {
  /** Whether a connection comes to be; true when left out. */
  reachable?: (() => boolean) | undefined;
  /** What is done with a message from the server: `pass` it on now, later or never. */
  message?: ((bytes: Bytes, pass: (bytes: Bytes) => void) => void) | undefined;
  /** Whether what the client sends arrives; true when left out. */
  arrives?: (() => boolean) | undefined;
}

export interface AppLive extends LiveConnector {
  /** Connections that were asked for, and those that stand. */
  readonly asked: number;
  readonly open: number;
  /** Ends every connection that stands, as a network that goes away does: the server hears of it, the client at once (or not at all). */
  cut(told?: boolean): void;
}

/** Connections to the server that `server` gives at that moment. Nothing is told within the call of `connect`. */
export function appLive(server: () => LiveServer, hooks: LiveHooks = {}): AppLive {
  const standing = new Set<{ readonly listener: LiveListener; readonly end: () => void }>();
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    get open() {
      return standing.size;
    },
    connect(_origin, listener) {
      asked++;
      let over = false;
      let line: ReturnType<LiveServer["openLive"]> | null = null;
      const end = () => {
        over = true;
        standing.delete(connection);
        line?.close();
      };
      const connection = { listener, end };
      const closed = (code: number | null) => {
        if (over) return;
        end();
        listener.closed(code);
      };
      queueMicrotask(() => {
        if (over) return;
        if (hooks.reachable?.() === false) {
          closed(null);
          return;
        }
        standing.add(connection);
        const pass = (bytes: Bytes) => {
          if (!over) listener.message(bytes);
        };
        line = server().openLive({ message: (bytes) => (hooks.message ?? ((given, on) => on(given)))(bytes, pass), closed });
        listener.opened();
      });
      return {
        send: (message) => {
          if (!over && hooks.arrives?.() !== false) void line?.send(message);
        },
        close: end,
      };
    },
    cut(told = true) {
      for (const { listener, end } of [...standing]) {
        end();
        if (told) listener.closed(null);
      }
    },
  };
}
