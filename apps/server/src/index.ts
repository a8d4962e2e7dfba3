// The server: as an application over ports, and as a program that listens on a port and keeps its data in a folder.

import { startCleaning } from "./clean.ts";
import { makeContext } from "./context.ts";
import type { Log } from "./journal.ts";
import { listen, type Tls } from "./listen.ts";
import { Live } from "./live/live.ts";
import { nodePorts } from "./node-ports.ts";
import type { Ports, Settings } from "./ports.ts";
import { type App, createApp } from "./routes/app.ts";
import { lockFolder } from "./storage/folder.ts";
import { SqliteStorage } from "./storage/sqlite-storage.ts";

export { backUp, inviteTo, restore, statsOf } from "./admin.ts";
export { type Log, type LogLine, logText } from "./journal.ts";
export type { Clock, Ports, Settings, Timers } from "./ports.ts";
export { readWebApp, type WebApp } from "./routes/web-app.ts";
export { FolderProblem, type ProblemKind } from "./storage/folder.ts";
export type { Stats, Storage } from "./storage/storage.ts";

export interface RunningApp {
  readonly app: App;
  readonly live: Live;
  /** Closes what is live, ends the jobs and closes the storage; the caller has stopped sending requests. */
  close(): Promise<void>;
}

/** The application over these ports, with its jobs running. */
export function createServer(ports: Ports, settings: Settings): RunningApp {
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
  /** Bytes one account may hold; `limits.accountBytes` when left out. */
  readonly accountBytes?: number;
  /** Certificate and private key in PEM: https instead of http. */
  readonly tls?: Tls;
  /** `X-Forwarded-For` comes from a proxy of ours. // C32 */
  readonly trustProxy?: boolean;
  /** The web app; left out where there will be none. */
  readonly web?: Settings["web"];
  readonly log: Log;
}

export interface RunningServer {
  readonly url: string;
  /** Finishes what is under way and frees the folder; called again, waits for the same end. */
  close(): Promise<void>;
}

/** Opens the data folder and serves. Throws `FolderProblem` where the folder can't be had, and what Node throws where the port can't. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  // C34: before anything in the folder is touched.
  const lock = lockFolder(options.dataDir);
  let close = async (): Promise<void> => lock.release();
  try {
    const storage = new SqliteStorage(options.dataDir);
    close = async () => {
      await storage.close();
      lock.release();
    };
    const listening = await listen(options, (url) => {
      const origin = options.origin ?? url;
      const { signup, log, accountBytes, web } = options;
      const settings = { origin, signup, ...(accountBytes === undefined ? {} : { accountBytes }), ...(web === undefined ? {} : { web }) };
      const running = createServer({ ...nodePorts, storage, log }, settings);
      close = async () => {
        await running.close();
        lock.release();
      };
      return { fetch: (request, from) => running.app.fetch(request, from), live: running.live, origin };
    });
    let closed: Promise<void> | null = null;
    const end = async (): Promise<void> => {
      await listening.close();
      await close();
    };
    return {
      url: listening.url,
      close: () => {
        closed ??= end();
        return closed;
      },
    };
  } catch (failure) {
    await close();
    throw failure;
  }
}
