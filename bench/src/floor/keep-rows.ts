// Floor of a seed: a bare HTTP server that keeps the rows of each body in SQLite, in one durable transaction, and answers after it.

import { join } from "node:path";
import { bodyRows, keepRows, openRows } from "../world/pieces.ts";
import { bodyOf, listenAt } from "./listen.ts";

const folder = process.argv[2] ?? "";
let asked = 0;

listenAt(async (request, response) => {
  const body = await bodyOf(request);
  const database = openRows(join(folder, `server-${asked++}.sqlite`));
  keepRows(database, bodyRows(body));
  database.close();
  response.writeHead(200, { "content-length": 0 });
  response.end();
});
