import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeContract } from "../testing/store-contract.ts";
import { openSqliteStore } from "./sqlite-store.ts";

storeContract("SQLite", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  return { open: () => openSqliteStore(join(folder, "replica.sqlite")), remove: async () => rmSync(folder, { recursive: true }) };
});
