// A program for tests that kill it: serves the folder named by its one argument on a free port, and prints the address.

import { startServer } from "../index.ts";

const { url } = await startServer({
  listen: { host: "127.0.0.1", port: 0 },
  origin: "https://holdfast.test",
  dataDir: process.argv[2] ?? "",
  signup: "open",
  log: () => {},
});
process.stdout.write(`${url}\n`);
