// What a browser keeps beside the replica: the held Secret Key, and the account request under way with the key it would bring. In the same
// database, so that a browser which throws one away throws all away, and what is left is never half a device.

import type { PendingStore, SecretKeyStore } from "../home.ts";
import type { HeldSecretKey } from "../ports.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { fromStored, replicaShape, toStored } from "../store/stored-shapes.ts";
import { heldAgain, holdSecretKey, keptKey } from "./held-secret-key.ts";
import { asked, type Database } from "./indexeddb.ts";
import { unshared } from "./unshared.ts";

const secretKeyName = "secret-key";
const pendingName = "pending";

/** Calls throw `StoreProblem`. */
export const indexedDbSecretKeys = (database: Database): SecretKeyStore<HeldSecretKey> => ({
  hold: holdSecretKey, // K9
  load: async () => {
    const value = await get(database, secretKeyName);
    return value === undefined ? null : heldAgain(value);
  },
  save: (held) => put(database, secretKeyName, keptKey(held)),
  remove: () => remove(database, secretKeyName),
});

export const indexedDbPending = (database: Database): PendingStore<HeldSecretKey> => ({
  load: async () => {
    const value = await get(database, pendingName);
    if (value === undefined) return null;
    if (typeof value !== "object" || value === null || !("request" in value) || !("replica" in value)) throw new StoreProblem("damaged");
    const { request, replica } = value;
    if (!(request instanceof Uint8Array) || !(replica instanceof Uint8Array)) throw new StoreProblem("damaged");
    return { request, secretKey: heldAgain(value), replica: fromStored(replicaShape, replica) };
  },
  save: ({ request, secretKey, replica }) =>
    put(database, pendingName, {
      ...keptKey(secretKey),
      request: Uint8Array.from(request),
      replica: unshared(toStored(replicaShape, replica)),
    }),
  remove: () => remove(database, pendingName),
});

const get = (database: Database, name: string): Promise<unknown> =>
  database.run(["device"], { mode: "readonly", durability: "relaxed" }, (place): Promise<unknown> => asked(place("device").get(name)));

const put = (database: Database, name: string, value: object): Promise<void> =>
  database.run(["device"], { mode: "readwrite", durability: "strict" }, async (place) => {
    await asked(place("device").put(value, name));
  });

const remove = (database: Database, name: string): Promise<void> =>
  database.run(["device"], { mode: "readwrite", durability: "strict" }, (place) => asked(place("device").delete(name)));
