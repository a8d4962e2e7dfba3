// The inner readers of the server, for the fuzzer (tests/fuzz), which tries each of them. For tests alone.

export { clientAddress, isDirect } from "../limit/client-address.ts";
export { FolderProblem } from "../storage/folder.ts";
export { databaseFile } from "../storage/sqlite-database.ts";
export { SqliteStorage } from "../storage/sqlite-storage.ts";
