import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anItem, anItemId, aReplica } from "../testing/stored-values.ts";
import { fileRunLock } from "./file-run-lock.ts";
import { openNodeHome } from "./node-home.ts";
import { systemTimers } from "./system-time.ts";

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "holdfast-"));
  folder = join(parent, "deep", "device");
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;
const secretKey = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const pending = { request: new Uint8Array(300).fill(7), secretKey, replica: aReplica() };

describe("openNodeHome", () => {
  it("[P11] makes its folder and files for the owner alone", async () => {
    const home = await openNodeHome(folder);
    await home.store.create(aReplica());
    await home.secretKeys.save(secretKey);
    await home.pending.save(pending);
    await home.runLock.exclusive(0, async () => {});
    expect(modeOf(folder)).toBe(0o700);
    const files = readdirSync(folder).sort();
    expect(files).toEqual(["pending", "replica.sqlite", "replica.sqlite-shm", "replica.sqlite-wal", "run.lock", "secret-key"]);
    for (const file of files) expect([file, modeOf(join(folder, file))]).toEqual([file, 0o600]);
    await home.store.close();
  });

  it("[P11] narrows a folder and files that were found wider", async () => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "replica.sqlite"), "", { mode: 0o644 });
    const home = await openNodeHome(folder);
    expect([modeOf(folder), modeOf(join(folder, "replica.sqlite"))]).toEqual([0o700, 0o600]);
    await home.store.close();
  });

  it("[P11] leaves the mode of a folder that something else lives in, and is not used where others may write into it", async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "letter"), "somebody's");
    chmodSync(folder, 0o777);
    await expect(openNodeHome(folder)).rejects.toMatchObject({ name: "StoreProblem", kind: "open-folder" });
    expect([modeOf(folder), readdirSync(folder)]).toEqual([0o777, ["letter"]]);
    chmodSync(folder, 0o755);
    const home = await openNodeHome(folder);
    await home.store.create(aReplica());
    expect([modeOf(folder), modeOf(join(folder, "replica.sqlite"))]).toEqual([0o755, 0o600]);
    await home.store.close();
  });

  it("[P12] says that a folder can't be had", async () => {
    writeFileSync(join(parent, "deep"), "a file stands here");
    await expect(openNodeHome(folder)).rejects.toMatchObject({ name: "StoreProblem", kind: "no-folder" });
    await expect(openNodeHome(join(parent, "deep"))).rejects.toMatchObject({ kind: "no-folder" });
    await expect(openNodeHome("/proc/holdfast")).rejects.toMatchObject({ name: "StoreProblem", kind: "no-place" });
  });

  it("makes nothing that stays before something is kept", async () => {
    const home = await openNodeHome(folder);
    expect(await home.store.read()).toEqual({ generation: 0, replica: null, inFlight: null, waiting: 0 });
    expect([await home.pending.load(), await home.secretKeys.load()]).toEqual([null, null]);
    expect(readdirSync(folder)).toEqual([]);
    await home.pending.save(pending);
    await home.pending.remove();
    await home.store.close();
    expect(readdirSync(parent)).toEqual([]);
  });

  it("leaves a folder that was there, and one in which something is kept", async () => {
    mkdirSync(join(parent, "deep"));
    await (await openNodeHome(folder)).store.close();
    expect(readdirSync(parent)).toEqual(["deep"]);
    const home = await openNodeHome(folder);
    await home.pending.save(pending);
    await home.store.close();
    expect(readdirSync(folder)).toEqual(["pending"]);
    expect(await (await openNodeHome(folder)).pending.load()).toEqual(pending);
  });

  it("finds what another process has kept since it was opened", async () => {
    const first = await openNodeHome(folder);
    expect((await first.store.read()).replica).toBeNull();
    const second = await openNodeHome(folder);
    await second.store.create(aReplica());
    expect((await first.store.read()).replica).toEqual(aReplica());
    expect((await first.store.create(aReplica())).type).toBe("changed");
    for (const { store } of [first, second]) await store.close();
    expect((await openNodeHome(folder)).store).toBeDefined();
  });

  it("[P10] keeps the Secret Key out of the replica's files", async () => {
    const home = await openNodeHome(folder);
    await home.secretKeys.save(secretKey);
    await home.store.create(aReplica());
    await home.store.write({ expect: 1, items: [anItem(anItemId(1), null, "sealed")] });
    for (const file of readdirSync(folder).filter((name) => name.startsWith("replica"))) {
      expect(readFileSync(join(folder, file)).includes(Buffer.from(secretKey))).toBe(false);
    }
    expect(readFileSync(join(folder, "replica.sqlite-wal")).includes("sealed")).toBe(true);
    await home.store.close();
  });

  it("has the device's clock, timers and generator", async () => {
    const { environment, store, connect } = await openNodeHome(folder);
    expect(Math.abs(environment.clock.now() - Date.now())).toBeLessThan(60_000);
    await new Promise<void>((resolve) => void environment.timers.after(1, resolve));
    expect(environment.crypto.randomBytes(8)).toHaveLength(8);
    expect(connect("https://vault.example.org").origin).toBe("https://vault.example.org");
    await store.close();
  });
});

describe("Secret Key and pending account", () => {
  it("[P13] are absent, kept, replaced and removed", async () => {
    const { secretKeys, pending: kept, store } = await openNodeHome(folder);
    expect(await secretKeys.load()).toBeNull();
    expect(await kept.load()).toBeNull();
    await secretKeys.remove();
    await secretKeys.save(new Uint8Array(16));
    await secretKeys.save(secretKey);
    expect(await secretKeys.load()).toEqual(secretKey);
    await kept.save(pending);
    expect(await kept.load()).toEqual(pending);
    await secretKeys.remove();
    await kept.remove();
    expect([await secretKeys.load(), await kept.load()]).toEqual([null, null]);
    expect(readdirSync(folder).filter((name) => /secret|pending/.test(name))).toEqual([]);
    await store.close();
  });

  it("[P13] outlive a crash before the rename, which leaves a part beside them", async () => {
    const { secretKeys, store } = await openNodeHome(folder);
    await secretKeys.save(secretKey);
    writeFileSync(join(folder, "secret-key.new"), "half");
    expect(await secretKeys.load()).toEqual(secretKey);
    const next = new Uint8Array(16).fill(1);
    await secretKeys.save(next);
    expect(await secretKeys.load()).toEqual(next);
    await store.close();
  });

  it("[P13] are damaged, not absent, where their bytes are not what is kept there", async () => {
    const home = await openNodeHome(folder);
    await home.pending.save(pending);
    const whole = readFileSync(join(folder, "pending"));
    const altered = [whole.subarray(0, -1), Buffer.concat([whole, Buffer.of(0)]), Buffer.alloc(0), Buffer.from("{}")];
    for (const bytes of altered) {
      writeFileSync(join(folder, "pending"), bytes);
      await expect(home.pending.load()).rejects.toMatchObject({ kind: "damaged" });
    }
    for (const length of [0, 15, 17]) {
      writeFileSync(join(folder, "secret-key"), new Uint8Array(length));
      await expect(home.secretKeys.load()).rejects.toMatchObject({ kind: "damaged" });
    }
    await home.store.close();
  });

  it("[P13] refuse to keep what they could not read back", async () => {
    const { secretKeys, pending: kept, store } = await openNodeHome(folder);
    await expect(secretKeys.save(new Uint8Array(15))).rejects.toThrow();
    await expect(kept.save({ ...pending, request: new Uint8Array(0) })).rejects.toThrow();
    expect([await secretKeys.load(), await kept.load()]).toEqual([null, null]);
    await store.close();
  });
});

describe("fileRunLock", () => {
  const lockFile = () => join(parent, "run.lock");
  const lock = () => fileRunLock(lockFile(), systemTimers);
  /** Another process that takes the lock, says so, and holds it until it is killed or told to end. */
  const holder = () => {
    const source = `import { fileRunLock } from ${JSON.stringify(new URL("./file-run-lock.ts", import.meta.url).pathname)};
      import { systemTimers } from ${JSON.stringify(new URL("./system-time.ts", import.meta.url).pathname)};
      const got = await fileRunLock(${JSON.stringify(lockFile())}, systemTimers).exclusive(0, async () => {
        console.log("held"); await new Promise((resolve) => process.stdin.once("data", resolve)); return 1; });
      console.log(got === null ? "refused" : "released"); process.exit(0);`;
    return spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["pipe", "pipe", "inherit"] });
  };

  it("[P14] gives the result of the work, or what it threw, and is free afterwards", async () => {
    expect(await lock().exclusive(0, async () => 5)).toBe(5);
    await expect(lock().exclusive(0, () => Promise.reject(new Error("the work failed")))).rejects.toThrow("the work failed");
    expect(await lock().exclusive(0, async () => 6)).toBe(6);
  });

  it("[P14] stands against other processes also after this one has asked for it again", async () => {
    await lock().exclusive(0, async () => {
      expect(await lock().exclusive(0, async () => "got")).toBeNull();
      const other = holder();
      const [said] = await once(other.stdout, "data");
      expect(String(said)).toBe("refused\n");
      await once(other, "exit");
    });
  });

  it("[P14] runs one at a time within a process, for one lock and for two over one file", async () => {
    const one = lock();
    for (const other of [one, lock()]) {
      await one.exclusive(0, async () => {
        expect(await other.exclusive(0, async () => "both")).toBeNull();
        expect(await other.exclusive(15, async () => "both")).toBeNull();
      });
    }
  });

  it("[P14] lets one that waits go on when the lock is free", async () => {
    let running = 0;
    const runs = Array.from({ length: 4 }, () =>
      lock().exclusive(20_000, async () => {
        expect(++running).toBe(1);
        await new Promise(setImmediate);
        running--;
        return true;
      }),
    );
    expect(await Promise.all(runs)).toEqual([true, true, true, true]);
  });

  it("[P14] holds against another process, and is free when that is killed", async () => {
    const child = holder();
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe("held");
    expect(await lock().exclusive(20, async () => 1)).toBeNull();
    const waiting = lock().exclusive(20_000, async () => "mine");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await waiting).toBe("mine");
  });

  it("[P14] refuses another process while it is held here", async () => {
    const refused = await lock().exclusive(0, async () => {
      const child = holder();
      const first = (await createInterface(child.stdout)[Symbol.asyncIterator]().next()).value;
      child.kill();
      return first;
    });
    expect(refused).toBe("refused");
    expect(statSync(lockFile()).size).toBe(0);
  });

  it("[P12] says that its file can't be used", async () => {
    mkdirSync(lockFile());
    await expect(lock().exclusive(0, async () => 1)).rejects.toMatchObject({ name: "StoreProblem" });
  });
});
