// holdfast serve: the server in this process, until it is asked to stop. Says where it listens on standard output, so that scripts can
// wait for it; its structured log goes to standard error.

import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { err, ok, type Result } from "@holdfast/protocol";
import type { LogLine, ServerOptions, WebApp } from "@holdfast/server";
import { type Arguments, flag, value } from "../arguments.ts";
import type { Command, Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { serverOrigin } from "../server-origin.ts";

const defaultListen = "127.0.0.1:8480";
const later: ReadonlyMap<string, string> = new Map([
  ["database", "--database comes later: for now the server keeps its data in SQLite, in the folder of --data."],
  ["bus", "--bus comes later: for now one server serves alone."],
]);

/** `host:port` or `[IPv6]:port`; null where it is neither. */
export function parseListen(text: string): ServerOptions["listen"] | null {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  return host !== undefined && port <= 65_535 ? { host, port } : null;
}

const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

type Told = Pick<ServerOptions, "listen" | "origin" | "signup" | "accountBytes" | "trustProxy">;

export function serverOptions(args: Arguments): Result<Told, string> {
  for (const [name, sentence] of later) if (args.given.has(name)) return err(sentence);
  const listen = parseListen(value(args, "listen") ?? defaultListen);
  if (listen === null) return err("--listen needs an address and a port, like 127.0.0.1:8480 or [::1]:8480.");
  const signup = value(args, "signup") ?? "open";
  if (signup !== "open" && signup !== "invite" && signup !== "closed") return err("--signup is open, invite or closed.");
  const quota = value(args, "quota");
  if (quota !== null && !/^[1-9]\d{0,8}$/.test(quota)) return err("--quota is a number of MiB, like 1024.");
  if (flag(args, "tls-cert") !== flag(args, "tls-key")) return err("--tls-cert and --tls-key belong together.");
  const limits = quota === null ? {} : { accountBytes: Number(quota) * 1024 * 1024 };
  const proxy = flag(args, "trust-proxy") ? { trustProxy: true } : {};
  const told: Told = { listen, signup, ...proxy, ...limits };
  const given = value(args, "origin");
  if (given === null) {
    if (!loopback.test(listen.host)) {
      return err("Listening beyond this machine needs --origin https://…: the address under which devices reach the server.");
    }
    return ok(told);
  }
  const origin = serverOrigin(given);
  return origin.ok ? ok({ ...told, origin: origin.value }) : err(`--origin: ${origin.error}`);
}

/** Certificate and key from their files; "wrong" where they are not what they must be. Throws where a file can't be read. */
async function tlsOf(args: Arguments): Promise<Pick<ServerOptions, "tls"> | "wrong"> {
  const [certFile, keyFile] = [value(args, "tls-cert"), value(args, "tls-key")];
  if (certFile === null || keyFile === null) return {};
  const [cert, key] = [await readFile(certFile, "utf8"), await readFile(keyFile, "utf8")];
  try {
    createSecureContext({ cert, key });
    return { tls: { cert, key } };
  } catch {
    // What OpenSSL says of it may quote the key.
    return "wrong";
  }
}

/** The web app, looked for at once; whoever asks for it meanwhile waits. Without it the server serves devices all the same. */
function webOf({ webApp, terminal }: Context): () => Promise<WebApp | null> {
  const read = async (): Promise<WebApp | null> => {
    const { readWebApp } = await import("@holdfast/server");
    const folder = await webApp();
    if (folder.ok) return readWebApp(folder.value);
    terminal.say(folder.error);
    return null;
  };
  const found = read().catch(() => {
    terminal.say("The web app could not be read.");
    return null;
  });
  return () => found;
}

async function serve(context: Context): Promise<Exit> {
  const options = serverOptions(context.args);
  if (!options.ok) return misuse(options.error);
  const { terminal } = context;
  const { signup, listen } = options.value;
  const dataDir = value(context.args, "data") ?? context.dataFolder("holdfast-server");
  // Loaded here, so that no other command waits for it.
  const { FolderProblem, logText, startServer } = await import("@holdfast/server");
  const tls = await tlsOf(context.args);
  if (tls === "wrong") return failed("--tls-cert and --tls-key hold no certificate with its private key in PEM.");
  const stopped = terminal.stopped();
  const log = (line: LogLine): void => terminal.say(logText(line).trimEnd());
  const web = flag(context.args, "no-web") ? {} : { web: webOf(context) };
  const server = await startServer({ ...options.value, ...tls, ...web, dataDir, log }).catch((failure: unknown) => {
    if (failure instanceof FolderProblem) return failure.message;
    throw failure;
  });
  if (typeof server === "string") return failed(server);
  if (signup === "open" && !loopback.test(listen.host)) {
    terminal.say("Anybody who reaches this address can make an account; --signup invite or closed ends that.");
  }
  terminal.write(context.json ? `${JSON.stringify({ listening: server.url })}\n` : `Listening on ${server.url}\n`);
  await stopped;
  await server.close();
  return done;
}

export const serveCommand: Command = {
  name: "serve",
  usage: [
    "serve [--listen 127.0.0.1:8480] [--origin https://vault.example.org] [--data DIR] [--signup open|invite|closed] [--quota MIB] [--tls-cert F --tls-key F] [--trust-proxy] [--no-web]",
  ],
  summary: "Runs a server until it is stopped.",
  details: [
    "--listen HOST:PORT  Where it listens; port 0 takes a free one. Default: 127.0.0.1:8480.",
    "--origin URL        The address under which devices reach it, where that is another: behind a proxy, for instance.",
    "--data DIR          Where it keeps its data. Default: holdfast-server in the platform's data folder.",
    "--signup open|invite|closed  Who can make an account: anybody, who bears an invitation (holdfast admin invite), nobody. Default: open.",
    "--quota MIB         How much one account may hold. Default: 1024.",
    "--tls-cert F, --tls-key F  Certificate and private key in PEM: it then serves https by itself.",
    "--trust-proxy       Clients' addresses are what the proxy before the server says in X-Forwarded-For.",
    "--no-web            Serves devices alone, without the web app.",
  ],
  positionals: [0, 0],
  options: {
    listen: { values: 1 },
    origin: { values: 1 },
    data: { values: 1 },
    signup: { values: 1 },
    database: { values: 1 },
    bus: { values: 1 },
    "tls-cert": { values: 1 },
    "tls-key": { values: 1 },
    quota: { values: 1 },
    "trust-proxy": { values: 0 },
    "no-web": { values: 0 },
  },
  run: serve,
};
