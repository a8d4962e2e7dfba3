import "fake-indexeddb/auto";
import { type AccountName, fromHex, utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { becomeDevice } from "../account/become-device.ts";
import { deriveKeys, saltOf } from "../keys/derive.ts";
import { aReplica } from "../testing/stored-values.ts";
import { testTime } from "../testing/test-time.ts";
import { asked, openDatabase } from "./indexeddb.ts";
import { systemTimers } from "./system-time.ts";
import { openWebHome } from "./web-home.ts";
import { webRunLock } from "./web-run-lock.ts";

const secretKey = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
let made = 0;
const fresh = () => {
  const name = `device ${made++}`;
  const home = openWebHome(name);
  const held = async () => {
    const salt = await saltOf(home.environment.crypto, secretKey);
    const key = await home.secretKeys.hold?.(secretKey, salt);
    if (key === undefined) throw new Error("a browser holds keys");
    return key;
  };
  return { name, home, held };
};

describe("openWebHome", () => {
  it("[K9] derives from a held Secret Key what its bytes derive, also when it comes back from the database", async () => {
    const { home, held } = fresh();
    const { crypto } = home.environment;
    await home.secretKeys.save(await held());
    const again = await home.secretKeys.load();
    if (again === null) throw new Error("it was saved");
    const password = "correct horse battery staple";
    expect(await deriveKeys(crypto, password, again)).toEqual(await deriveKeys(crypto, password, secretKey));
    await home.secretKeys.remove();
    expect(await home.secretKeys.load()).toBeNull();
  });

  it("[K9] [attack 90] keeps no byte of it in the database, and its key can't be exported", async () => {
    const { name, home, held } = fresh();
    const key = await held();
    await becomeDevice(home, aReplica(), key);
    await home.pending.save({ request: utf8("request"), secretKey: key, replica: aReplica() });
    const database = openDatabase(name);
    const values = await database.run(["device"], { mode: "readonly", durability: "relaxed" }, (place) => asked(place("device").getAll()));
    expect(values).toHaveLength(2);
    for (const value of values) {
      expect(value.key.extractable).toBe(false);
      await expect(crypto.subtle.exportKey("raw", value.key)).rejects.toThrow();
      for (const bytes of Object.values(value)) {
        if (bytes instanceof Uint8Array) expect(Buffer.from(bytes).includes(Buffer.from(secretKey))).toBe(false);
      }
    }
    database.close();
  });

  it("[A5] keeps an account request that is under way, with its held key, until it is removed", async () => {
    const { home, held } = fresh();
    expect(await home.pending.load()).toBeNull();
    const replica = aReplica({ account: "kim" as AccountName });
    await home.pending.save({ request: utf8("request"), secretKey: await held(), replica });
    const pending = await home.pending.load();
    expect(pending).toMatchObject({ request: utf8("request"), replica });
    expect(pending?.secretKey.salt).toEqual(await saltOf(home.environment.crypto, secretKey));
    await home.pending.remove();
    expect(await home.pending.load()).toBeNull();
  });

  it("[P13] says damaged for a key that could be exported, and for anything else in its place", async () => {
    const { name, home } = fresh();
    const database = openDatabase(name);
    const exportable = await crypto.subtle.importKey("raw", secretKey, { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
    const salt = fromHex("00".repeat(16));
    for (const value of [{ key: exportable, salt }, { key: secretKey, salt }, "text", { salt }]) {
      await database.run(["device"], { mode: "readwrite", durability: "strict" }, async (place) => {
        await asked(place("device").put(value, "secret-key"));
      });
      await expect(home.secretKeys.load()).rejects.toMatchObject({ kind: "damaged" });
    }
    database.close();
  });
});

describe("webRunLock", () => {
  it("[P14] runs one at a time: the next begins when the one before has ended, however it ended", async () => {
    const [one, other] = [webRunLock("run 1", systemTimers), webRunLock("run 1", systemTimers)];
    const order: string[] = [];
    const { promise, resolve: end } = Promise.withResolvers<void>();
    const first = one.exclusive(0, async () => {
      await promise;
      order.push("first");
      throw new Error("of the work");
    });
    await expect.poll(() => navigator.locks.query().then(({ held }) => held?.length)).toBe(1);
    const second = other.exclusive(60_000, async () => order.push("second"));
    expect(await other.exclusive(0, async () => order.push("never"))).toBeNull();
    end();
    await expect(first).rejects.toThrow("of the work");
    expect(await second).toBe(2);
    expect(order).toEqual(["first", "second"]);
  });

  it("[P14] gives up when its time has passed", async () => {
    const time = testTime();
    const lock = webRunLock("run 2", time.timers);
    const { promise, resolve: end } = Promise.withResolvers<void>();
    const first = webRunLock("run 2", systemTimers).exclusive(0, () => promise);
    await expect.poll(() => navigator.locks.query().then(({ held }) => held?.some(({ name }) => name === "run 2"))).toBe(true);
    const second = lock.exclusive(5_000, async () => "run");
    await time.advance(5_000);
    expect(await second).toBeNull();
    end();
    await first;
  });
});
