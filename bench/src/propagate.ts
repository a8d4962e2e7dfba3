// propagate N: from an edit on one device until another one, online too and in a process of its own, has it as plaintext. Both hold a vault
// of N items. Edits come a second apart, as a person makes them: each goes at once. Floor: one POST, one durable commit, one message of a
// WebSocket.

import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Client } from "@holdfast/core";
import { sizes, type Work } from "./work.ts";
import { must, nextDevice, seededDevice } from "./world/devices.ts";
import { monotonicMs } from "./world/monotonic.ts";
import { startServer } from "./world/processes.ts";
import { inTime, relayFloor } from "./world/relay.ts";
import type { Told } from "./world/watching-device.ts";

const editsARun = 8;
/** Above the second for which further changes are gathered. */
const restMs = 1_100;
export const propagate: Work = {
  name: "propagate",
  about: "edit on A → plaintext on B, to one POST, one durable commit and one WebSocket message",
  sizes,
  run: async ({ n, runs, folder, quick }) => {
    const server = await startServer(join(folder, "server"));
    try {
      const { client, secretKey } = await seededDevice(folder, server.url, n);
      const second = join(folder, "second");
      await (await nextDevice({ folder: second, origin: server.url }, secretKey)).client.close();
      const watching = await startWatching(second);
      await client.live.start();
      const floor = await relayFloor(folder);
      const measured: number[] = [];
      const floorMs: number[] = [];
      const ids = (await client.items()).map(({ id }) => id);
      for (let edit = 0; edit < (quick ? 2 : runs * editsARun); edit++) {
        await sleep(restMs);
        floorMs.push(await floor.run());
        measured.push(await editOnce(client, watching, ids[edit % ids.length] ?? ""));
      }
      watching.disconnect();
      await floor.stop();
      await client.close();
      return [{ name: "propagate", n, unit: "ms", measured, floor: floorMs, bound: { most: 2 } }];
    } finally {
      await server.stop();
    }
  },
};

function startWatching(folder: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL("./world/watching-device.ts", import.meta.url)), [folder]);
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The watching device ended with ${code}`)));
    child.once("message", () => resolve(child));
  });
}

async function editOnce(client: Client, watching: ChildProcess, id: string): Promise<number> {
  const value = `user-${Math.random()}`;
  const seen = new Promise<number>((resolve) => {
    const heard = (told: Told): void => {
      if (told.type !== "seen" || told.value !== value) return;
      watching.off("message", heard);
      resolve(told.at);
    };
    watching.on("message", heard);
  });
  const begin = monotonicMs();
  must("The edit", await client.edit(id, new Map([["username", value]])));
  return (await inTime("The edit", seen)) - begin;
}
