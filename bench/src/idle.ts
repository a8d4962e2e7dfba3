// idle N: one "Synchronize now" where nothing has changed, on a vault of N items, counted on a real socket: every byte of both directions,
// heads of HTTP included. Bound: one round trip below 1 KiB, the same however many items there are.

import { join } from "node:path";
import type { Work } from "./work.ts";
import { seededDevice, synchronized } from "./world/devices.ts";
import { startServer } from "./world/processes.ts";
import { RecordingWire } from "./world/recording-wire.ts";

const mostBytes = 1_023;

export const idle: Work = {
  name: "idle",
  about: "nothing changed: one round trip, all bytes of both directions, to 1 KiB",
  // The vault's limit counts the item of each device too.
  sizes: [1_000, 99_990],
  run: async ({ n, runs, folder }) => {
    const wire = await RecordingWire.open();
    const server = await startServer(join(folder, "server"), { origin: wire.url });
    wire.to(server.url);
    try {
      const { client } = await seededDevice(folder, wire.url, n);
      const up: number[] = [];
      const down: number[] = [];
      let told = 0;
      for (let turn = 0; turn < runs; turn++) {
        wire.take();
        const { requests, bytesUp, bytesDown } = await synchronized(client);
        const counted = wire.take();
        if (requests !== 1 || counted.roundTrips !== 1) throw new Error(`${counted.roundTrips} round trips where nothing had changed`);
        up.push(counted.up);
        down.push(counted.down);
        told = bytesUp + bytesDown;
      }
      await client.close();
      const measured = up.map((bytes, turn) => bytes + (down[turn] ?? 0));
      const parts = { up: up[0] ?? 0, down: down[0] ?? 0, toldByTheClient: told };
      return [{ name: "idle", n, unit: "bytes", measured, floor: measured.map(() => mostBytes), bound: { most: 1 }, parts }];
    } finally {
      await wire.close();
      await server.stop();
    }
  },
};
