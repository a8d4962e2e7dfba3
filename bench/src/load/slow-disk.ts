// slow-disk: every commit of the server's database takes a tenth of a second. Nobody is refused, everything arrives, and pushes that wait
// together share a commit: else the run would take as many commits as pushes.

import { join } from "node:path";
import type { Load } from "./load.ts";
import { addOne, nothingLost, people } from "./people.ts";
import { promise } from "./promise.ts";
import { startSuffering } from "./server-process.ts";

export const slowDisk: Load = {
  name: "slow-disk",
  about: "a disk that takes a tenth of a second for each commit",
  run: async ({ folder, quick }) => {
    const [accounts, rounds, commitMs] = quick ? [8, 3, 50] : [100, 10, 100];
    const data = join(folder, "server");
    let server = await startSuffering(data, null);
    const all = await people(server.url, accounts);
    await server.stop();
    server = await startSuffering(data, server.url, { commitMs });
    const begin = performance.now();
    await Promise.all(
      all.map(async (person) => {
        for (let round = 0; round < rounds; round++) {
          const end = await addOne(person);
          promise(end.type === "quiet", `a slow disk refuses nobody, and does not end with ${end.type}`);
        }
      }),
    );
    const pushes = accounts * rounds;
    const commits = (performance.now() - begin) / commitMs;
    await server.stop();
    server = await startSuffering(data, server.url);
    const { acknowledged } = await nothingLost(all);
    await server.stop();
    return { accounts, pushes, acknowledged, "ratio of commits to pushes, at most": commits / pushes };
  },
};
