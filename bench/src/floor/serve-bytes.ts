// Floor of a restore: a bare HTTP server that answers every request with the bytes of one file, from memory. What moving them costs at
// the least.

import { readFileSync } from "node:fs";
import { listenAt } from "./listen.ts";

const body = readFileSync(process.argv[2] ?? "");

listenAt((_, response) => {
  response.writeHead(200, { "content-length": body.length });
  response.end(body);
});
