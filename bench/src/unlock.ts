// unlock N: from open keys until all N items are listed. The stretch of the password (Argon2id, the same for every N) is not in it.
// Floor: the same rows read from SQLite, AES-256-GCM and JSON.parse of all.

import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { sizes, type Work } from "./work.ts";
import { listed, seededDevice, unlockedDevice } from "./world/devices.ts";
import { floorKey, keepRows, openPiece, openRows, type Plain, plainsOf, sealedRows } from "./world/pieces.ts";
import { startServer } from "./world/processes.ts";

export const unlock: Work = {
  name: "unlock",
  about: "keys open → all N listed, to the same rows read, opened and parsed",
  sizes,
  run: async ({ n, runs, folder }) => {
    const plains = await seeded(folder, n);
    const key = floorKey();
    const file = join(folder, "floor.sqlite");
    const database = openRows(file);
    keepRows(database, sealedRows(key, plains));
    database.close();
    const measured: number[] = [];
    const floor: number[] = [];
    for (let turn = 0; turn < runs; turn++) {
      floor.push(floorOnce(file, key, n));
      measured.push(await unlockOnce(join(folder, "first"), n));
    }
    return [{ name: "unlock", n, unit: "ms", measured, floor, bound: { most: 2 } }];
  },
};

async function seeded(folder: string, n: number): Promise<readonly Plain[]> {
  const server = await startServer(join(folder, "server"));
  try {
    const { client, home } = await seededDevice(folder, server.url, n);
    const plains = await plainsOf(home, await client.items());
    await client.close();
    return plains;
  } finally {
    await server.stop();
  }
}

async function unlockOnce(folder: string, n: number): Promise<number> {
  const { client } = await unlockedDevice(folder);
  const begin = performance.now();
  const count = await listed(client);
  const ms = performance.now() - begin;
  await client.close();
  if (count !== n) throw new Error(`${count} of ${n} items were listed`);
  return ms;
}

function floorOnce(file: string, key: KeyObject, n: number): number {
  const database = openRows(file);
  const begin = performance.now();
  let titles = 0;
  for (const { revision } of database.prepare("SELECT id, hash, revision FROM item").all()) {
    if (openPiece(key, revision as Uint8Array)) titles++;
  }
  const ms = performance.now() - begin;
  database.close();
  if (titles !== n) throw new Error("The floor read other items");
  return ms;
}
