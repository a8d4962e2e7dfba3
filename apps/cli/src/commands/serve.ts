// holdfast serve: the server in this process, until it is asked to stop. Says where it listens on standard output, so that scripts can
// wait for it; its structured log goes to standard error.

import { err, ok, type Result } from "@holdfast/protocol";
import type { ServerOptions } from "@holdfast/server";
import { type Arguments, value } from "../arguments.ts";
import type { Command, Context } from "../command.ts";
import { done, type Exit, misuse } from "../exit.ts";
import { serverOrigin } from "../server-origin.ts";

const defaultListen = "127.0.0.1:8480";
const later: ReadonlyMap<string, string> = new Map([
  ["database", "--database comes later: for now the server keeps its data in SQLite, in the folder of --data."],
  ["bus", "--bus comes later: for now one server serves alone."],
  ["tls-cert", "--tls-cert comes later: for now put a reverse proxy with TLS before the server, and give its address as --origin."],
  ["tls-key", "--tls-key comes later: for now put a reverse proxy with TLS before the server, and give its address as --origin."],
]);

/** `host:port` or `[IPv6]:port`; null where it is neither. */
export function parseListen(text: string): ServerOptions["listen"] | null {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  return host !== undefined && port <= 65_535 ? { host, port } : null;
}

const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

export function serverOptions(args: Arguments): Result<Pick<ServerOptions, "listen" | "origin" | "signup">, string> {
  for (const [name, sentence] of later) if (args.given.has(name)) return err(sentence);
  const listen = parseListen(value(args, "listen") ?? defaultListen);
  if (listen === null) return err("--listen needs an address and a port, like 127.0.0.1:8480 or [::1]:8480.");
  const signup = value(args, "signup") ?? "open";
  if (signup === "invite") return err("--signup invite comes later: for now it is open or closed.");
  if (signup !== "open" && signup !== "closed") return err("--signup is open or closed.");
  const given = value(args, "origin");
  if (given === null) {
    if (!loopback.test(listen.host)) {
      return err("Listening beyond this machine needs --origin https://…: the address under which devices reach the server.");
    }
    return ok({ listen, signup });
  }
  const origin = serverOrigin(given);
  return origin.ok ? ok({ listen, signup, origin: origin.value }) : err(`--origin: ${origin.error}`);
}

async function serve(context: Context): Promise<Exit> {
  const options = serverOptions(context.args);
  if (!options.ok) return misuse(options.error);
  const { terminal } = context;
  const { signup, listen } = options.value;
  const dataDir = value(context.args, "data") ?? context.dataFolder("holdfast-server");
  // Loaded here, so that no other command waits for it.
  const { logText, startServer } = await import("@holdfast/server");
  const stopped = terminal.stopped();
  const server = await startServer({ ...options.value, dataDir, log: (line) => terminal.say(logText(line).trimEnd()) });
  if (signup === "open" && !loopback.test(listen.host)) {
    terminal.say("Anybody who reaches this address can make an account; --signup closed ends that.");
  }
  terminal.write(context.json ? `${JSON.stringify({ listening: server.url })}\n` : `Listening on ${server.url}\n`);
  await stopped;
  await server.close();
  return done;
}

export const serveCommand: Command = {
  name: "serve",
  usage: ["serve [--listen 127.0.0.1:8480] [--origin https://vault.example.org] [--data DIR] [--signup open|closed]"],
  summary: "Runs a server until it is stopped.",
  details: [
    "--listen HOST:PORT  Where it listens; port 0 takes a free one. Default: 127.0.0.1:8480.",
    "--origin URL        The address under which devices reach it, where that is another: behind a proxy, for instance.",
    "--data DIR          Where it keeps its data. Default: holdfast-server in the platform's data folder.",
    "--signup open|closed  Whether new accounts can be made. Default: open.",
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
  },
  run: serve,
};
