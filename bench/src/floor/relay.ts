// Floor of propagating: a bare HTTP server that keeps the body of each POST in one durable commit, passes it on to everyone with an open
// WebSocket, and answers. A page with nothing in it, for browsers that do the same.

import { DatabaseSync } from "node:sqlite";
import type { Duplex } from "node:stream";
import { acceptWebSocket, serverFrame } from "../world/plain-web-socket.ts";
import { bodyOf, listenAt } from "./listen.ts";

const database = new DatabaseSync(process.argv[2] ?? "");
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE kept (body BLOB)");
const keep = database.prepare("INSERT INTO kept VALUES (?)");
const open = new Set<Duplex>();

const server = listenAt(async (request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>floor</title>");
    return;
  }
  const body = await bodyOf(request);
  keep.run(body);
  const frame = serverFrame(body);
  for (const socket of open) socket.write(frame);
  response.writeHead(200, { "content-length": 0 });
  response.end();
});
server.on("upgrade", (request, socket) => {
  acceptWebSocket(request, socket);
  open.add(socket);
});
