// live: thousands of live connections that say hello and then nothing. Others push and pull meanwhile; when the silent ones are gone, the
// server holds no socket of theirs, and its memory comes back. // C26, C27

import { join } from "node:path";
import { manyAccounts } from "../world/accounts.ts";
import { openLive } from "../world/live-connections.ts";
import type { Load } from "./load.ts";
import { addOne, nothingLost, people } from "./people.ts";
import { promise } from "./promise.ts";
import { openFiles, startSuffering } from "./server-process.ts";
import { letGo, residentBytes } from "./stalled.ts";

export const live: Load = {
  name: "live",
  about: "idle live connections by the thousand, and what is left when they are gone",
  run: async ({ folder, quick }) => {
    const [listeners, each, accounts, rounds] = quick ? [20, 15, 8, 2] : [200, 50, 50, 10];
    const server = await startSuffering(join(folder, "server"), null);
    const all = await people(server.url, accounts);
    const devices = await manyAccounts(server.url, listeners, listeners);
    await Promise.all(all.map((person) => addOne(person)));
    const [files, before] = [openFiles(server.pid), residentBytes(server)];
    const waves: { readonly during: number; readonly after: number }[] = [];
    for (let wave = 0; wave < 2; wave++) {
      const sockets = [];
      for (let times = 0; times < each; times++) sockets.push(...(await openLive(server.url, devices)));
      promise(openFiles(server.pid) >= files + listeners * each, "all of them are connected");
      for (let round = 0; round < rounds; round++) {
        const ends = await Promise.all(all.map((person) => addOne(person)));
        promise(
          ends.every(({ type }) => type === "quiet"),
          "others are served meanwhile",
        );
      }
      const during = residentBytes(server);
      for (const socket of sockets) socket.destroy();
      await letGo(server, files);
      waves.push({ during, after: residentBytes(server) });
    }
    await nothingLost(all);
    await server.stop();
    const [first, second] = waves;
    const ofOne = ((first?.during ?? Number.NaN) - before) / (listeners * each);
    return {
      connections: listeners * each,
      "bytes of memory for each": Math.round(ofOne),
      "ratio of memory during the second wave to the first": (second?.during ?? Number.NaN) / (first?.during ?? Number.NaN),
      "ratio of memory after the second wave to before": (second?.after ?? Number.NaN) / before,
    };
  },
};
