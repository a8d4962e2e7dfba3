// full-disk: the server's files can't grow any more while devices go on saving. What it acknowledged stays, what it can't keep it refuses, and
// reading goes on. With room again everything that was saved arrives. Twice: by a bound on each file, which every system has, and on a small
// disk of its own where this process may mount one; that disk grows under the running server, which goes on by itself. // C13

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Load } from "./load.ts";
import { addOne, goOn, nothingLost, type Person, people } from "./people.ts";
import { promise } from "./promise.ts";
import { startSuffering } from "./server-process.ts";

/** Bytes of one item: a few hundred of them fill what there is. */
const itemBytes = 20_000;

export const fullDisk: Load = {
  name: "full-disk",
  about: "a disk that fills up under pushes, and has room again",
  run: async ({ folder, quick }) => {
    const bounded = await boundedFiles(join(folder, "bounded"), quick ? 3 : 40);
    const small = await smallDisk(join(folder, "small"), quick ? 3 : 40);
    return { ...bounded, ...small };
  },
};

async function boundedFiles(data: string, accounts: number) {
  let server = await startSuffering(data, null, { fileKiB: accounts * 512 });
  const all = await people(server.url, accounts);
  const refused = await fill(all);
  await server.stop();
  server = await startSuffering(data, server.url);
  const { acknowledged, saved } = await nothingLost(all);
  await server.stop();
  return {
    "bounded files: acknowledged": acknowledged,
    "bounded files: refused while full": refused,
    "bounded files: there at the end": saved,
  };
}

async function smallDisk(disk: string, accounts: number) {
  mkdirSync(disk, { recursive: true });
  const mount = (...args: readonly string[]): boolean => spawnSync("mount", args, { stdio: "ignore" }).status === 0;
  if (!mount("-t", "tmpfs", "-o", `size=${accounts}m`, "tmpfs", disk)) return { "small disk: could not be mounted": 1 };
  try {
    const server = await startSuffering(join(disk, "data"), null);
    const all = await people(server.url, accounts);
    const refused = await fill(all);
    promise(mount("-o", `remount,size=${accounts * 20}m`, disk), "the small disk grows");
    const { acknowledged, saved } = await nothingLost(all);
    await server.stop();
    return { "small disk: acknowledged": acknowledged, "small disk: refused while full": refused, "small disk: there at the end": saved };
  } finally {
    spawnSync("umount", ["-l", disk]);
  }
}

/** Everybody saves until each has been refused a few times, and still can ask what is new meanwhile. */
async function fill(all: readonly Person[]): Promise<number> {
  let refused = 0;
  await Promise.all(
    all.map(async (person) => {
      for (let times = 0; times < 3; ) {
        const end = await addOne(person, itemBytes);
        if (end.type === "quiet") continue;
        promise(
          end.type === "refused" && end.refusal.kind === "unavailable",
          `a full disk is told as unavailable, and not ${JSON.stringify(end)}`,
        );
        times++;
        refused++;
      }
      promise((await person.client.items()).length === person.saved.length, "what could not be sent is still there");
      await goOn(person);
    }),
  );
  return refused;
}
