// The server's storage in memory, for tests of the whole that copy, put back, cut or bend what a server keeps. For tests alone.

export { MemoryStorage } from "../storage/memory-storage.ts";
export type { MemoryRevision, MemoryState, MemoryVault } from "../storage/memory-vaults.ts";
