// Two devices (and three) that edited apart meet again: in either order of coming back, and with a clock ten years off on one.

import { current, isTrashed, openConflicts, pick, trashEdit } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { type Device, must, tenYears } from "./support/device.ts";
import { expectSame } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

const clocks = [
  { clock: "both clocks right", laptop: 0, phone: 0 },
  { clock: "the laptop ten years ahead", laptop: tenYears, phone: 0 },
  { clock: "the laptop ten years behind", laptop: -tenYears, phone: 0 },
  { clock: "the phone ten years ahead", laptop: 0, phone: tenYears },
  { clock: "the phone ten years behind", laptop: 0, phone: -tenYears },
];
const ways = clocks.flatMap((clock) => [
  { ...clock, order: "laptop first" as const },
  { ...clock, order: "phone first" as const },
]);

interface Apart {
  readonly laptop: Device;
  readonly phone: Device;
  /** An item that both have. */
  readonly github: string;
  /** Both come back in the order of this case, and exchange until nothing moves. */
  meet(): Promise<void>;
}

/** Two devices that hold the same item and are now both offline. */
async function apart({ laptop: laptopOff, phone: phoneOff, order }: (typeof ways)[number]): Promise<Apart> {
  const world = new World();
  const laptop = await world.device("laptop", { clockOff: laptopOff });
  const phone = await world.device("phone", { clockOff: phoneOff });
  const github = await laptop.add({ title: "GitHub", username: "octo", password: "first" });
  await settle(laptop, phone);
  const devices = order === "laptop first" ? [laptop, phone] : [phone, laptop];
  for (const device of devices) device.online = false;
  const meet = async () => {
    for (const device of devices) {
      device.online = true;
      await device.synced();
    }
    await settle(...devices);
  };
  return { laptop, phone, github, meet };
}

const kinds = async (device: Device) => (await device.status()).attention.map(({ kind }) => kind);

describe.each(ways)("$clock, $order", (way) => {
  it("[S12] different fields of one item: both edits live on both", async () => {
    const { laptop, phone, github, meet } = await apart(way);
    await laptop.edit(github, { username: "octocat" });
    await phone.edit(github, { password: "second" });
    await meet();
    for (const device of [laptop, phone]) {
      expect(await device.shows(github, "username")).toBe("octocat");
      expect(await device.shows(github, "password")).toBe("second");
      expect(await kinds(device)).toEqual([]);
    }
    await expectSame(laptop, phone);
  });

  it("[S12] the same field: one value shows, the other stands in history, both devices say so until one is picked, and the pick travels", async () => {
    const { laptop, phone, github, meet } = await apart(way);
    await laptop.edit(github, { password: "from the laptop" });
    await phone.edit(github, { password: "from the phone" });
    await meet();
    const values = await laptop.past(github, "password");
    expect([...values].sort()).toEqual(["first", "from the laptop", "from the phone"]);
    expect(values[2]).toBe("first");
    for (const device of [laptop, phone]) {
      expect(await kinds(device)).toEqual(["conflict"]);
      expect((await device.status()).current).toMatchObject({ phase: "attention" });
      const [conflict] = openConflicts((await device.item(github)).item);
      expect([conflict?.path, conflict?.current[0], conflict?.other[0]]).toEqual(["password", ...values.slice(0, 2)]);
    }
    await expectSame(laptop, phone);

    const edit = pick((await phone.item(github)).item, "password", "other");
    must(await phone.client.edit(github, edit ?? new Map()));
    await settle(phone, laptop);
    for (const device of [laptop, phone]) {
      expect(await device.shows(github, "password")).toBe(values[1]);
      expect(await device.past(github, "password")).toEqual([values[1], ...values]);
      expect(await kinds(device)).toEqual([]);
      expect((await device.status()).current.phase).toBe("up-to-date");
    }
    await expectSame(laptop, phone);
  });

  it("[S12] an edit against the trash: the item is back on both, whole", async () => {
    const { laptop, phone, github, meet } = await apart(way);
    await laptop.edit(github, { password: "second" });
    must(await phone.client.edit(github, trashEdit(phone.home.environment.clock.now())));
    expect(isTrashed((await phone.item(github)).item)).toBe(true);
    await meet();
    for (const device of [laptop, phone]) {
      const { item } = await device.item(github);
      expect(isTrashed(item)).toBe(false);
      expect(["title", "username", "password"].map((path) => current(item, path))).toEqual(["GitHub", "octo", "second"]);
      expect(await kinds(device)).toEqual(["conflict"]);
    }
    await expectSame(laptop, phone);
  });

  it("[S12] both add an item: both are there on both", async () => {
    const { laptop, phone, meet } = await apart(way);
    const bank = await laptop.add({ title: "Bank" });
    const post = await phone.add({ title: "Post" });
    await meet();
    for (const device of [laptop, phone]) {
      expect(await device.shows(bank, "title")).toBe("Bank");
      expect(await device.shows(post, "title")).toBe("Post");
      expect((await device.status()).items).toBe(3);
    }
    await expectSame(laptop, phone);
  });
});

describe("three devices", () => {
  const orders = [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ] as const;

  it.each(orders)("[S6, S9, S12] edit apart and come back in the order %i %i %i: all hold every edit", async (...order) => {
    const world = new World();
    const devices = [await world.device("laptop"), await world.device("phone", { clockOff: tenYears }), await world.device("tablet")];
    const [laptop, phone, tablet] = devices as [Device, Device, Device];
    const item = await laptop.add({ title: "GitHub", password: "first", note: "" });
    await settle(laptop, phone, tablet);
    await laptop.edit(item, { password: "of the laptop", username: "laptop" });
    await phone.edit(item, { password: "of the phone", note: "phone" });
    await tablet.edit(item, { password: "of the tablet", totp: "tablet" });
    await settle(...order.map((at) => devices[at] as Device));
    const past = await laptop.past(item, "password");
    expect([...past].sort()).toEqual(["first", "of the laptop", "of the phone", "of the tablet"]);
    for (const device of devices) {
      expect(await device.shows(item, "username")).toBe("laptop");
      expect(await device.shows(item, "note")).toBe("phone");
      expect(await device.shows(item, "totp")).toBe("tablet");
      expect(openConflicts((await device.item(item)).item)).toHaveLength(2);
    }
    await expectSame(...devices);
  });

  it("[S6, S9] [attack 55] push all at the same moment: the server takes one after the other, and nothing is lost", async () => {
    const world = new World();
    const devices = [await world.device("laptop"), await world.device("phone"), await world.device("tablet")];
    const ids: string[] = [];
    for (let round = 0; round < 4; round++) {
      for (const device of devices) ids.push(await device.add({ title: `${device.name} ${round}` }));
      const reports = await Promise.all(devices.map((device) => device.sync()));
      expect(reports.map(({ end }) => end.type)).toEqual(["quiet", "quiet", "quiet"]);
    }
    await settle(...devices);
    expect((await devices[0]?.client.items())?.map(({ id }) => id)).toEqual([...ids].sort());
    await expectSame(...devices);
  });
});

describe("edits while a run is under way", () => {
  async function two() {
    const world = new World();
    const laptop = await world.device("laptop");
    const phone = await world.device("phone");
    const item = await laptop.add({ title: "GitHub", password: "0" });
    await settle(laptop, phone);
    return { laptop, phone, item };
  }

  it("[S5, S7, S8] edits between push and acknowledgement wait on, again and again, and all arrive", async () => {
    const { laptop, phone, item } = await two();
    await laptop.edit(item, { password: "1" });
    let count = 1;
    laptop.hooks.answer = async (answer, request) => {
      if (request.path.endsWith("/push") && count < 6) await laptop.edit(item, { password: String(++count) });
      return answer;
    };
    const { pushed } = await laptop.synced();
    expect(pushed).toBe(6);
    await phone.synced();
    expect(await phone.past(item, "password")).toEqual(["6", "5", "4", "3", "2", "1", "0"]);
    await expectSame(laptop, phone);
  });

  it("[S5, S12] an edit made during a pull is merged with what the pull brought", async () => {
    const { laptop, phone, item } = await two();
    await laptop.edit(item, { username: "octocat" });
    await laptop.synced();
    phone.hooks.answer = async (answer, request) => {
      if (request.path.endsWith("/pull")) await phone.edit(item, { password: "while pulling" });
      return answer;
    };
    await phone.synced();
    phone.hooks.answer = undefined;
    await settle(laptop, phone);
    expect(await laptop.shows(item, "password")).toBe("while pulling");
    expect(await phone.shows(item, "username")).toBe("octocat");
    await expectSame(laptop, phone);
  });

  it("[S5, S11, S12] an edit that comes between the reading and the writing of a join is joined too", async () => {
    const { laptop, phone, item } = await two();
    await laptop.edit(item, { username: "octocat" });
    await laptop.synced();
    let edits = 0;
    phone.disk.before = async (write) => {
      if (typeof write === "string" || write.heads === undefined || edits === 2) return;
      edits++;
      await phone.edit(item, { password: `join ${edits}` });
    };
    await phone.synced();
    expect(edits).toBe(2);
    phone.disk.before = undefined;
    await settle(phone, laptop);
    expect(await laptop.past(item, "password")).toEqual(["join 2", "join 1", "0"]);
    expect(await laptop.shows(item, "username")).toBe("octocat");
    await expectSame(laptop, phone);
  });

  it("[S5, S6, S8] an edit that comes while a commit is made, and one before its acknowledgement is written, is not lost", async () => {
    const { laptop, phone, item } = await two();
    await laptop.edit(item, { password: "1" });
    let edits = 1;
    const left = { made: 2, acknowledged: 2 };
    laptop.disk.before = async (write) => {
      if (typeof write === "string" || write.inFlight === undefined) return;
      const what = write.inFlight === null ? "acknowledged" : "made";
      if (left[what]-- > 0) await laptop.edit(item, { password: String(++edits) });
    };
    await laptop.synced();
    expect(edits).toBe(5);
    await phone.synced();
    expect(await phone.past(item, "password")).toEqual(["5", "4", "3", "2", "1", "0"]);
    await expectSame(laptop, phone);
  });
});
