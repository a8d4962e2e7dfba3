// seed N: from N new items in memory until all are saved and acknowledged, durable on both sides.
// Floor: JSON.stringify, AES-256-GCM and SHA-256 of all, the same rows in SQLite here, the bytes over HTTP, the same rows in SQLite there.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { seedVault } from "@holdfast/core/testing/seed-vault";
import { sizes, type Work } from "./work.ts";
import { firstDevice, synchronized } from "./world/devices.ts";
import { floorKey, keepRows, openRows, type Plain, plainsOf, rowsBody, sealedRows } from "./world/pieces.ts";
import { plainRequest } from "./world/plain-http.ts";
import { startFloor, startServer } from "./world/processes.ts";

export const seed: Work = {
  name: "seed",
  about: "N items saved and acknowledged, to all stringified, sealed and hashed, sent once and kept in SQLite on both sides",
  sizes,
  run: async ({ n, runs, folder }) => {
    const measured: number[] = [];
    const floorMs: number[] = [];
    const floorFolder = join(folder, "floor");
    mkdirSync(floorFolder, { recursive: true });
    const floor = await startFloor("keep-rows", [floorFolder]);
    // What the floor works on is made by a first seed, which is not counted.
    const { plains } = await seedOnce(join(folder, "first"), n);
    for (let turn = 0; turn < runs; turn++) {
      floorMs.push(await floorOnce(floor.url, plains, join(floorFolder, `client-${turn}.sqlite`)));
      measured.push((await seedOnce(join(folder, `turn-${turn}`), n)).ms);
    }
    await floor.stop();
    return [{ name: "seed", n, unit: "ms", measured, floor: floorMs, bound: { most: 2.5 } }];
  },
};

async function seedOnce(folder: string, n: number): Promise<{ readonly ms: number; readonly plains: readonly Plain[] }> {
  const server = await startServer(join(folder, "server"));
  try {
    const { client, home } = await firstDevice({ folder: join(folder, "device"), origin: server.url });
    const items = seedVault(n, 1);
    const begin = performance.now();
    await client.addMany(items);
    await synchronized(client);
    const ms = performance.now() - begin;
    const plains = await plainsOf(home, await client.items());
    await client.close();
    return { ms, plains };
  } finally {
    await server.stop();
  }
}

async function floorOnce(url: string, plains: readonly Plain[], file: string): Promise<number> {
  const key = floorKey();
  const begin = performance.now();
  const rows = sealedRows(key, plains);
  const database = openRows(file);
  keepRows(database, rows);
  await plainRequest(url, rowsBody(rows));
  const ms = performance.now() - begin;
  database.close();
  return ms;
}
