// A server that was put back: what its devices hold is on it again after one person's word, the others follow or go on by themselves, in
// whatever order they come back, and nothing that anybody held is lost.

import { describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { comeBack, type Putback, putBack, putback, unpinned } from "./support/putback.ts";
import { expectSame } from "./support/replica-state.ts";
import { expectHealed, expectNothingLost, valuesOfAll } from "./support/values.ts";
import { settle } from "./support/world.ts";

/** Every order in which three devices can come back. */
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;
const inOrder = ({ all }: Putback, order: readonly number[]): readonly [Device, ...Device[]] => {
  const [first, ...others] = order.map((at) => all[at]).filter((device) => device !== undefined);
  if (first === undefined) throw new Error("no device");
  return [first, ...others];
};

describe.each(orders)("coming back in the order %i, %i, %i", (...order) => {
  it("[H5, H9, H10] a server restored from an older backup is healed by the first of them, and the others are asked nothing", async () => {
    const scene = await putback();
    const { all } = scene;
    const [first, ...others] = inOrder(scene, order);
    const before = await valuesOfAll(...all);
    putBack(scene);
    await comeBack(...all);
    expect((await first.status()).attention[0]?.kind).toBe("behind");
    expect(await first.client.heal()).toMatchObject({ healed: true, end: { type: "quiet" } });
    await settle(...others, first);
    await expectSame(...all);
    await expectNothingLost(before, ...all);
    await expectHealed(...all);
  });

  it("[H5, H9, H10] and where others have gone on from the backup meanwhile, beyond what was lost or not as far", async () => {
    for (const edits of [1, 6]) {
      const scene = await putback(`${edits}`);
      const { all, world, github, bank } = scene;
      const [first, ...others] = inOrder(scene, order);
      putBack(scene);
      const fresh = await unpinned(scene, "fresh");
      for (let n = 0; n < edits; n++) {
        await fresh.edit(n % 2 === 0 ? github : bank, { password: `gone on ${n}` });
        await fresh.synced();
      }
      const before = await valuesOfAll(...all, fresh);
      await comeBack(...all);
      const alarmed = (await first.status()).attention.map(({ kind }) => kind).filter((kind) => kind !== "conflict");
      expect(alarmed).toEqual([world.vault.head.seq < (await first.client.head()).seq ? "behind" : "diverged"]);
      expect(await first.client.heal()).toMatchObject({ healed: true });
      await settle(...others, fresh, first);
      await expectSame(...all, fresh);
      await expectNothingLost(before, ...all, fresh);
      await expectHealed(...all, fresh);
    }
  });
});

describe("a server restored from an older backup", () => {
  it("[H3] changes nothing before somebody has said so: the vault stays usable and edits wait", async () => {
    const scene = await putback();
    const { world, all, laptop, github, backup } = scene;
    putBack(scene);
    for (const device of all) expect((await device.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    await laptop.edit(github, { note: "in between" });
    expect((await laptop.sync()).end).toEqual({ type: "attention", reason: "server-behind" });
    expect(await laptop.shows(github, "note")).toBe("in between");
    expect(world.vault.head.seq).toBe([...backup.vaults.values()][0]?.head.seq);
  });
});
