// catch-up N: another device made 500 edits over 100 of the vault's N items, each sent by itself, while this one was away. What it takes to
// catch up, counted on a real socket in both directions. Floor: the bytes of the 100 newest revisions and of the heads since, no more.

import { join } from "node:path";
import type { Client, Home } from "@holdfast/core";
import { type ItemId, idFromHex } from "@holdfast/protocol";
import { sizes, type Work } from "./work.ts";
import { must, nextDevice, seededDevice, synchronized } from "./world/devices.ts";
import { startServer } from "./world/processes.ts";
import { RecordingWire } from "./world/recording-wire.ts";

export const catchUp: Work = {
  name: "catch-up",
  about: "500 edits over 100 items while away, all bytes of both directions, to those of 100 revisions and the heads",
  sizes,
  run: async ({ n, runs, folder, quick }) => {
    const [edits, editedItems] = quick ? [20, 5] : [500, 100];
    const wire = await RecordingWire.open();
    const server = await startServer(join(folder, "server"), { origin: wire.url });
    wire.to(server.url);
    try {
      const first = await seededDevice(folder, wire.url, n);
      const second = await nextDevice({ folder: join(folder, "second"), origin: wire.url }, first.secretKey);
      await synchronized(first.client);
      const ids = (await first.client.items()).slice(0, editedItems).map(({ id }) => id);
      const measured: number[] = [];
      const floor: number[] = [];
      let parts: Readonly<Record<string, number>> = {};
      for (let turn = 0; turn < runs; turn++) {
        const before = await first.client.head();
        await editAll(first.client, ids, edits);
        wire.take();
        const { requests, pulled } = await synchronized(second.client);
        const counted = wire.take();
        if (pulled !== ids.length) throw new Error(`${pulled} of ${ids.length} items came`);
        const least = await leastBytes(first.home, ids, before.seq);
        measured.push(counted.up + counted.down);
        floor.push(least.revisions + least.heads);
        parts = { ...least, ...counted, requests };
        await synchronized(first.client);
      }
      await first.client.close();
      await second.client.close();
      return [{ name: "catch-up", n, unit: "bytes", measured, floor, bound: { most: 1.2 }, parts }];
    } finally {
      await wire.close();
      await server.stop();
    }
  },
};

/** `edits` edits in turn over `ids`, each durable on the server before the next. */
async function editAll(client: Client, ids: readonly string[], edits: number): Promise<void> {
  for (let edit = 0; edit < edits; edit++) {
    must("The edit", await client.edit(ids[edit % ids.length] ?? "", new Map([["username", `user-${edit}-${Math.random()}`]])));
    await synchronized(client);
  }
}

/** Sealed bytes that nobody can do without: the newest revisions, and the heads after `seq`. */
async function leastBytes({ store }: Home, ids: readonly string[], seq: number) {
  const held = await store.itemsById(ids.flatMap((hex) => idFromHex<ItemId>(hex) ?? []));
  const heads = await store.heads(seq + 1, 100_000);
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  return {
    revisions: sum(held.map(({ acknowledged }) => acknowledged?.revision.length ?? 0)),
    heads: sum(heads.map(({ length }) => length)),
  };
}
