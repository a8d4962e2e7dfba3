// A wire between clients and a server that a test can listen to, and cut: every byte either way is kept, every connection counted.

import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Wire {
  readonly url: string;
  readonly connections: number;
  /** All bytes that went to the server and came from it so far. */
  heard(): Buffer;
  /** Where the server listens; null while there is none. */
  to: string | null;
}

export async function wire(): Promise<Wire> {
  const heard: Buffer[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  let to: string | null = null;
  const server = createServer((client) => {
    connections++;
    open.add(client);
    client.on("error", () => {});
    if (to === null) {
      client.destroy();
      return;
    }
    const { hostname, port } = new URL(to);
    const onward = connect(Number(port), hostname);
    open.add(onward);
    for (const [from, into] of [
      [client, onward],
      [onward, client],
    ] as const) {
      from.on("data", (chunk) => heard.push(chunk));
      from.on("error", () => into.destroy());
      from.on("close", () => into.destroy());
      from.pipe(into);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port was asked for");
  return {
    url: `http://127.0.0.1:${address.port}`,
    get connections() {
      return connections;
    },
    heard: () => Buffer.concat(heard),
    get to() {
      return to;
    },
    set to(url) {
      to = url;
    },
  };
}
