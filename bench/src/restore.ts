// restore N: from the moment a fresh device has signed in until all N items are listed as plaintext and durable on it.
// Floor: one HTTP response of the same bytes, SHA-256, AES-256-GCM and JSON.parse of all, and one SQLite transaction of the same rows.

import type { KeyObject } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Transport } from "@holdfast/core";
import type { Bytes } from "@holdfast/protocol";
import { sizes, type Work } from "./work.ts";
import { listed, nextDevice, seededDevice } from "./world/devices.ts";
import { digestOf, floorKey, keepRows, openPiece, openRows, type Plain, plainsOf, type Row, sealPiece } from "./world/pieces.ts";
import { plainRequest } from "./world/plain-http.ts";
import { startFloor, startServer } from "./world/processes.ts";

/** Bytes around each revision in a restore: its id and digest in the list of pairs, its id and lengths beside it. */
const aroundBytes = 80;

export const restore: Work = {
  name: "restore",
  about: "sign-in done → all N items listed and durable, to one response of the same bytes, hashed, opened, parsed and kept",
  sizes,
  run: async ({ n, runs, folder }) => {
    const server = await startServer(join(folder, "server"));
    try {
      const { client, home, secretKey } = await seededDevice(folder, server.url, n);
      const plains = await plainsOf(home, await client.items());
      await client.close();
      const floor = await floorOf(join(folder, "floor"), plains);
      const measured: number[] = [];
      const floorMs: number[] = [];
      for (let turn = 0; turn < runs; turn++) {
        floorMs.push(await floor.run());
        measured.push(await restoreOnce(join(folder, `device-${turn}`), { origin: server.url, secretKey, n }));
      }
      await floor.stop();
      return [{ name: "restore", n, unit: "ms", measured, floor: floorMs, bound: { most: 2 }, parts: { bytes: floor.bytes } }];
    } finally {
      await server.stop();
    }
  },
};

/** Restores on a fresh device in this process; milliseconds. */
async function restoreOnce(
  folder: string,
  { origin, secretKey, n }: { readonly origin: string; readonly secretKey: Bytes; readonly n: number },
): Promise<number> {
  const marks = { begin: 0, end: 0 };
  const { client } = await nextDevice({ folder, origin, through: (transport) => timed(transport, marks) }, secretKey);
  const listing = performance.now();
  const count = await listed(client);
  const listMs = performance.now() - listing;
  await client.close();
  if (count !== n) throw new Error(`${count} of ${n} items were restored`);
  return marks.end - marks.begin + listMs;
}

/** Notes when the pull is asked for (the sign-in is done) and when the next request leaves (the restore is durable). */
function timed(transport: Transport, marks: { begin: number; end: number }): Transport {
  return {
    origin: transport.origin,
    traffic: transport.traffic,
    send: (request) => {
      if (request.path.endsWith("/pull") && marks.begin === 0) marks.begin = performance.now();
      else if (marks.begin !== 0 && marks.end === 0) marks.end = performance.now();
      return transport.send(request);
    },
  };
}

async function floorOf(folder: string, plains: readonly Plain[]) {
  mkdirSync(folder, { recursive: true });
  const key = floorKey();
  const pieces = plains.map((plain) => sealPiece(key, plain));
  const file = join(folder, "bytes");
  const all = Buffer.concat([...pieces, new Uint8Array(pieces.length * aroundBytes)]);
  writeFileSync(file, all);
  const server = await startFloor("serve-bytes", [file]);
  const lengths = pieces.map(({ length }) => length);
  let turn = 0;
  return {
    bytes: all.length,
    run: () => floorOnce(server.url, { plains, lengths, key, file: join(folder, `floor-${turn++}.sqlite`) }),
    stop: () => server.stop(),
  };
}

interface FloorGiven {
  readonly plains: readonly Plain[];
  readonly lengths: readonly number[];
  readonly key: KeyObject;
  readonly file: string;
}

async function floorOnce(url: string, { plains, lengths, key, file }: FloorGiven): Promise<number> {
  const begin = performance.now();
  const all = await plainRequest(url);
  const rows: Row[] = [];
  let at = 0;
  let titles = 0;
  for (const [i, length] of lengths.entries()) {
    const piece = all.subarray(at, at + length);
    at += length;
    rows.push({ id: (plains[i] as Plain).id, digest: digestOf(piece), piece });
    if (openPiece(key, piece)) titles++;
  }
  const database = openRows(file);
  keepRows(database, rows);
  const ms = performance.now() - begin;
  database.close();
  if (titles !== plains.length) throw new Error("The floor read other items");
  return ms;
}
