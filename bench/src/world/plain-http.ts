// One request by node:http itself over a kept connection: what the floors ask with.

import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** The answer's body; `body` is posted where there is one. */
export function plainRequest(url: string, body: Uint8Array | null = null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method: body === null ? "GET" : "POST" }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
      response.on("error", reject);
    });
    asked.on("error", reject);
    if (body === null) asked.end();
    else {
      asked.setHeader("content-length", body.length);
      asked.end(body);
    }
  });
}
