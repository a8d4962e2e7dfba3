// crash: all accounts push at once, and the server is killed (kill -9) again and again, each time at another moment: after a count of answers
// drawn anew, with pushes of many accounts under way. Whatever was acknowledged is there when it is back. // C2

import { join } from "node:path";
import type { Load } from "./load.ts";
import { addOne, nothingLost, type Person, people } from "./people.ts";
import { promise } from "./promise.ts";
import { type SufferingServer, startSuffering } from "./server-process.ts";

export const crash: Load = {
  name: "crash",
  about: "durable pushes of all accounts at once, and kill -9 of the server again and again",
  run: async ({ folder, quick }) => {
    const [accounts, kills] = quick ? [12, 3] : [500, 20];
    const data = join(folder, "server");
    let server = await startSuffering(data, null);
    const all = await people(server.url, accounts);
    let interrupted = 0;
    for (let kill = 0; kill < kills; kill++) {
      interrupted += await pushUntilKilled(server, all, 1 + Math.floor(Math.random() * 2 * accounts));
      server = await startSuffering(data, server.url);
    }
    promise(interrupted > 0, "a server was killed while pushes were under way");
    const { acknowledged, saved } = await nothingLost(all);
    await server.stop();
    return { accounts, kills, acknowledged, "pushes cut by a kill": interrupted, "saved and there at the end": saved };
  },
};

/** Everybody adds and synchronizes until the server is dead, which it is after `answers` answers. How many pushes the kill has cut. */
async function pushUntilKilled(server: SufferingServer, all: readonly Person[], answers: number): Promise<number> {
  let [left, down, cut] = [answers, false, 0];
  let killed: Promise<void> = Promise.resolve();
  const push = async (person: Person): Promise<void> => {
    while (!down) {
      const end = await addOne(person);
      if (end.type !== "quiet") cut++;
      else if (--left === 0) {
        down = true;
        killed = server.kill();
      }
    }
  };
  await Promise.all(all.map(push));
  await killed;
  return cut;
}
