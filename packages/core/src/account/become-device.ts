// The moment in which a folder becomes a device: the Secret Key and the replica are kept together or neither is, and of two processes that
// try at once one succeeds and leaves what the other keeps untouched. // P19

import type { Home } from "../home.ts";
import type { KeptSecretKey } from "../ports.ts";
import type { Replica } from "../store/store.ts";
import { StoreProblem } from "../store/store-problem.ts";

/** How long somebody else's run may last before this gives up, in milliseconds. */
const waitMs = 20_000;

/** Null once it is done; else the replica that stands here already. `also` is done in the same moment, after the rest. Throws `StoreProblem`. */
export async function becomeDevice(
  { runLock, store, secretKeys }: Home,
  fresh: Replica,
  secretKey: KeptSecretKey,
  also: () => Promise<void> = async () => {},
): Promise<Replica | null> {
  const outcome = await runLock.exclusive(waitMs, async () => {
    const { replica } = await store.read();
    if (replica !== null) return { stands: replica };
    // The key first: a replica without one could never be opened, and a key without one is replaced by the next attempt.
    await secretKeys.save(secretKey);
    if ((await store.create(fresh)).type === "changed") throw new StoreProblem("busy");
    await also();
    return { stands: null };
  });
  if (outcome === null) throw new StoreProblem("busy");
  return outcome.stands;
}
