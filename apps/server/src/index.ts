// The server: as an application over ports, and as a program that listens on a port and keeps its data in a folder.

import type { Hono } from "hono";
import { startCleaning } from "./clean.ts";
import { makeContext } from "./context.ts";
import type { Log } from "./journal.ts";
import { listen } from "./listen.ts";
import { Live } from "./live/live.ts";
import { nodePorts } from "./node-ports.ts";
import type { Ports, Settings } from "./ports.ts";
import { createApp } from "./routes/app.ts";
import { SqliteStorage } from "./storage/sqlite-storage.ts";

export { type Log, type LogLine, logText } from "./journal.ts";
export type { Clock, Ports, Settings, Timers } from "./ports.ts";
export type { Storage } from "./storage/storage.ts";

export interface RunningApp {
  readonly app: Hono;
  readonly live: Live;
  /** Closes what is live, ends the jobs and closes the storage; the caller has stopped sending requests. */
  close(): Promise<void>;
}

/** The application over these ports, with its jobs running. */
export function createServer({ origin, signup, accountBytes, ...ports }: Ports & Settings): RunningApp {
  const settings = { origin, signup, ...(accountBytes === undefined ? {} : { accountBytes }) };
  const context = makeContext(ports, settings);
  const live = new Live(context);
  const stopCleaning = startCleaning(ports);
  return {
    app: createApp(context),
    live,
    close: async () => {
      live.close();
      await stopCleaning();
      await ports.storage.close();
    },
  };
}

export interface ServerOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** The listening address when left out. */
  readonly origin?: string;
  /** Made, readable by its owner alone, where it does not exist. */
  readonly dataDir: string;
  readonly signup: Settings["signup"];
  readonly log: Log;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the data folder and serves. Throws where the folder or the port can't be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const storage = new SqliteStorage(options.dataDir);
  let running: RunningApp | null = null;
  try {
    const { url, close } = await listen(options.listen, (url) => {
      const origin = options.origin ?? url;
      running = createServer({ ...nodePorts, storage, log: options.log, origin, signup: options.signup });
      return { fetch: running.app.fetch, live: running.live, origin };
    });
    return {
      url,
      close: async () => {
        await close();
        await running?.close();
      },
    };
  } catch (failure) {
    await storage.close();
    throw failure;
  }
}
