// A bare server of node:http on a free port, for the programs of this folder; says where it listens, ends when it is asked to.

import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";

export function listenAt(listener: RequestListener): Server {
  const server = createServer({ keepAliveTimeout: 75_000 }, listener);
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("A port was asked for");
    process.stdout.write(`Listening on http://127.0.0.1:${address.port}\n`);
  });
  process.on("SIGTERM", () => process.exit(0));
  return server;
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
