// A pull that is cut goes on where it was: what came before is not asked for again, and is verified with the rest.

import { decode, type PullRequest, pullRequest } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { Device } from "./support/device.ts";
import { expectSame, replicaState } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

let world: World;
let laptop: Device;
let phone: Device;

/** Enough for several frames of changes. */
const many = 120;

beforeEach(async () => {
  world = new World({ seed: "going on" });
  laptop = await world.device("Laptop");
  phone = await world.device("Phone");
  await settle(laptop, phone);
  await laptop.client.addMany(
    Array.from({ length: many }, (_, n) => ({
      kind: "note",
      edit: new Map([
        ["title", `${n}`],
        ["note", `${n}`.padEnd(14_000, "x")],
      ]),
    })),
  );
  await laptop.synced();
});

const asked = (device: Device): readonly PullRequest[] =>
  device.sent("pull").map(({ requestBody }) => {
    const request = decode(pullRequest, requestBody);
    if (!request.ok) throw new Error("that is no pull");
    return request.value;
  });

/** Cuts the next `times` answers to a pull after so many bytes; afterwards the network is whole, or gone. */
function cut(device: Device, times: number, after: number, then: "whole" | "gone" = "whole"): void {
  device.hooks.answer = (answer, { path }) => {
    if (!path.endsWith("/pull")) return answer;
    if (times-- > 0) return { ...answer, cutAfter: Math.min(after, answer.body.length - 1) };
    return then === "whole" ? answer : { type: "unreachable", why: "offline" };
  };
}

const bytesOf = (device: Device, from: number): number =>
  device
    .sent("pull")
    .slice(from)
    .reduce((sum, { answerBody }) => sum + answerBody.length, 0);

describe("a pull that is cut", () => {
  it("[S38] goes on in the same run as long as each stream brings something, and asks for nothing twice", async () => {
    const before = phone.sent("pull").length;
    cut(phone, 2, 700_000);
    expect((await phone.synced()).pulled).toBe(many);
    const requests = asked(phone).slice(before);
    expect(requests.map(({ from }) => from !== undefined)).toEqual([false, true, true]);
    expect(requests[2]?.from?.to).toEqual(requests[1]?.from?.to);
    const [first, second, third] = phone
      .sent("pull")
      .slice(before)
      .map(({ answerBody }) => answerBody.length);
    expect(second).toBeLessThan(first as number);
    expect(third).toBeLessThan(second as number);
    await expectSame(laptop, phone);
  });

  it("[S38] [S11] and whose network is gone has changed nothing, and the next run of this process goes on", async () => {
    cut(phone, 1, 1_200_000, "gone");
    const state = await replicaState(phone.home);
    expect((await phone.sync()).end).toEqual({ type: "unreachable", why: "offline" });
    expect(await replicaState(phone.home)).toEqual(state);
    phone.hooks.answer = undefined;
    const before = phone.sent("pull").length;
    await phone.synced();
    expect(asked(phone).slice(before)).toMatchObject([{ from: { to: world.vault.head } }]);
    expect(bytesOf(phone, before)).toBeLessThan(1_200_000);
    await expectSame(laptop, phone);
  });

  it("[S38] before anything came that is worth it begins anew, and so does another process", async () => {
    cut(phone, 1, 50, "gone");
    await phone.sync();
    const before = phone.sent("pull").length;
    cut(phone, 1, 1_200_000, "gone");
    await phone.sync();
    expect(asked(phone)[before]?.from).toBeUndefined();
    await phone.restart();
    phone.hooks.answer = undefined;
    const again = phone.sent("pull").length;
    await phone.synced();
    expect(asked(phone)[again]?.from).toBeUndefined();
    await expectSame(laptop, phone);
  });

  it("[S38] goes on as of its own end while the vault has moved on, and the next pull brings the rest", async () => {
    cut(phone, 1, 1_200_000, "gone");
    await phone.sync();
    const end = world.vault.head;
    const id = await laptop.add({ title: "later" });
    await laptop.synced();
    phone.hooks.answer = undefined;
    await phone.synced();
    expect(asked(phone).at(-1)?.from?.to).toEqual(end);
    await phone.synced();
    expect(await phone.shows(id, "title")).toBe("later");
    await expectSame(laptop, phone);
  });

  it("[S38] is dropped where this device has moved on by itself", async () => {
    cut(phone, 1, 1_200_000, "gone");
    await phone.sync();
    phone.hooks.answer = undefined;
    const id = await phone.add({ title: "mine" });
    await phone.synced();
    expect((await phone.item(id)).waiting).toBe(false);
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });

  it("[S38] where the server can't go on is asked for anew", async () => {
    const backup = world.backup();
    const id = await laptop.add({ title: "lost", note: "y".repeat(14_000) });
    await laptop.synced();
    cut(phone, 1, 1_200_000, "gone");
    await phone.sync();
    phone.hooks.answer = undefined;
    world.restart(backup);
    await phone.synced();
    expect(
      asked(phone)
        .slice(-2)
        .map(({ from }) => from !== undefined),
    ).toEqual([true, false]);
    expect((await phone.client.find(id)).ok).toBe(false);
    expect((await phone.client.items()).length).toBe(many);
  });

  it("[S38] [S27] [attack 50] is verified with what goes on: a lie in either part counts for all of it", async () => {
    let answers = 0;
    const state = await replicaState(phone.home);
    phone.hooks.answer = (answer, { path }) => {
      if (!path.endsWith("/pull")) return answer;
      answers++;
      if (answers === 1) return { ...answer, cutAfter: 1_200_000 };
      const body = Uint8Array.from(answer.body);
      body[Math.floor(body.length / 2)] = (body[Math.floor(body.length / 2)] ?? 0) ^ 1;
      return { ...answer, body };
    };
    expect((await phone.sync()).end).toEqual({ type: "attention", reason: "root-differs" });
    expect(await replicaState(phone.home)).toEqual(state);
  });

  it("[S38] of a first restore goes on too, its pairs kept", async () => {
    const tablet = new Device(world, "Tablet", { seed: "tablet" });
    cut(tablet, 3, 700_000);
    await tablet.signIn(await laptop.client.setupCode());
    const requests = asked(tablet).filter(({ whole }) => whole);
    expect(requests.map(({ from }) => from !== undefined)).toEqual([false, true, true, true]);
    tablet.hooks.answer = undefined;
    await settle(laptop, phone, tablet);
    await expectSame(laptop, tablet);
  });

  it("[S17] [S38] does not go on once it is switched off", async () => {
    phone.hooks.answer = async (answer, { path }) => {
      if (!path.endsWith("/pull")) return answer;
      await phone.turn(false);
      return { ...answer, cutAfter: 1_200_000 };
    };
    const before = phone.sent("pull").length;
    expect((await phone.sync()).end).toEqual({ type: "off" });
    expect(phone.sent("pull").length).toBe(before + 1);
  });
});
