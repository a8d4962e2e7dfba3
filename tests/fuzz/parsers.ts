// The table of everything that reads bytes or files from outside. Who adds a reader adds a row; tests/fuzz/table.test.ts sees that nobody
// forgets.

import type { Parser } from "./parser.ts";
import { agentSocketParsers } from "./parsers/agent-socket.ts";
import { commandLineParsers } from "./parsers/command-line.ts";
import { databaseParsers } from "./parsers/databases.ts";
import { fileParsers } from "./parsers/files.ts";
import { browserDatabaseParsers } from "./parsers/indexeddb.ts";
import { sealedParsers } from "./parsers/sealed.ts";
import { serverParsers } from "./parsers/server.ts";
import { storedParsers } from "./parsers/stored.ts";
import { synchronizationParsers } from "./parsers/synchronization.ts";
import { typedParsers } from "./parsers/typed.ts";
import { wireParsers } from "./parsers/wire.ts";

export const parsers: readonly Parser[] = [
  ...wireParsers,
  ...typedParsers,
  ...sealedParsers,
  ...fileParsers,
  ...storedParsers,
  ...commandLineParsers,
  ...serverParsers,
  ...synchronizationParsers,
  ...databaseParsers,
  ...browserDatabaseParsers,
  ...agentSocketParsers,
];
