// Replies that are lost, streams that break off, a server that starts anew: the next run goes on and nothing happens twice.

import { type Bytes, readU32, toHex } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import type { Device } from "./support/device.ts";
import { expectSame, replicaState } from "./support/replica-state.ts";
import { settle, World } from "./support/world.ts";

const lost = { type: "unreachable", why: "timeout" } as const;

let world: World;
let laptop: Device;
let phone: Device;
let item: string;

beforeEach(async () => {
  world = new World();
  laptop = await world.device("laptop");
  phone = await world.device("phone");
  item = await laptop.add({ title: "GitHub", password: "0" });
  await settle(laptop, phone);
});

/** One run whose push the server takes, and whose reply never comes. */
async function pushWithoutReply(): Promise<void> {
  laptop.hooks.answer = (answer, { path }) => (path.endsWith("/push") ? lost : answer);
  expect((await laptop.sync()).end).toEqual(lost);
  laptop.hooks.answer = undefined;
}

/** How often each item was written at the server, and how many commits there are. */
const written = () => ({ seq: world.vault.head.seq, heads: world.vault.heads.length, revisions: world.vault.revisions.length });

describe("a reply that was lost after the server committed", () => {
  it("[S7, S8, S19] the next run sends the same bytes, finds its commit in the chain, and nothing is there twice", async () => {
    await laptop.edit(item, { password: "1" });
    await pushWithoutReply();
    const after = written();
    expect((await laptop.status()).waiting).toBe(1);
    expect((await laptop.status()).current).toMatchObject({ phase: "waiting", waiting: 1, reason: { type: "offline" } });

    await laptop.synced();
    const [first, second] = laptop.sent("push").slice(-2);
    expect(toHex(second?.requestBody ?? new Uint8Array())).toBe(toHex(first?.requestBody ?? new Uint8Array(1)));
    expect([first?.status, second?.status]).toEqual([200, 412]);
    expect(written()).toEqual(after);
    expect(await laptop.past(item, "password")).toEqual(["1", "0"]);
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });

  it("[S8] what comes back of it is an acknowledgement and counts as nothing that came in", async () => {
    await laptop.edit(item, { password: "1" });
    await laptop.add({ title: "Bank" });
    await pushWithoutReply();
    await laptop.restart();
    expect(await laptop.sync()).toMatchObject({ end: { type: "quiet" }, pulled: 0, pushed: 0 });
    expect((await laptop.status()).waiting).toBe(0);
    expect(await phone.sync()).toMatchObject({ pulled: 2 });
  });

  it("[S8] what somebody else wrote beside it, or over it, counts", async () => {
    await laptop.edit(item, { password: "1" });
    const bank = await laptop.add({ title: "Bank" });
    await pushWithoutReply();
    await phone.synced();
    await phone.edit(item, { password: "2" });
    await phone.add({ title: "Mail" });
    await phone.synced();
    expect(await laptop.sync()).toMatchObject({ end: { type: "quiet" }, pulled: 2, pushed: 0 });
    expect(await laptop.past(item, "password")).toEqual(["2", "1", "0"]);
    expect(await laptop.past(bank, "title")).toEqual(["Bank"]);
  });

  it("[S7, S8] the process died meanwhile: the stored commit is resent byte for byte", async () => {
    await laptop.edit(item, { password: "1" });
    await pushWithoutReply();
    const after = written();
    await laptop.restart();
    await laptop.synced();
    const [first, second] = laptop.sent("push").slice(-2);
    expect(toHex(second?.requestBody ?? new Uint8Array())).toBe(toHex(first?.requestBody ?? new Uint8Array(1)));
    expect(written()).toEqual(after);
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });

  it("[S7, S8, S19] further local edits made since stand on what was sent, and go in a commit of their own", async () => {
    await laptop.edit(item, { password: "1" });
    await pushWithoutReply();
    await laptop.edit(item, { password: "2" });
    const bank = await laptop.add({ title: "Bank" });
    const after = written();
    await laptop.synced();
    expect(written()).toEqual({ seq: after.seq + 1, heads: after.heads + 1, revisions: after.revisions + 2 });
    await phone.synced();
    expect(await phone.past(item, "password")).toEqual(["2", "1", "0"]);
    expect(await phone.shows(bank, "title")).toBe("Bank");
    expect((await phone.status()).attention).toEqual([]);
    await expectSame(laptop, phone);
  });

  it.each(["another field", "the same field", "another item"])(
    "[S7, S8, S19] another device changed %s in between: both histories join, nothing is there twice",
    async (what) => {
      await laptop.edit(item, { password: "1" });
      await pushWithoutReply();
      await phone.synced();
      if (what === "another item") await phone.add({ title: "Bank" });
      else await phone.edit(item, what === "the same field" ? { password: "2" } : { username: "octo" });
      await phone.synced();
      await laptop.edit(item, { note: "and on" });
      const after = written();
      await settle(laptop, phone);
      expect(written().seq).toBe(after.seq + 1);
      const past = ["1", "0"];
      expect(await laptop.past(item, "password")).toEqual(what === "the same field" ? ["2", ...past] : past);
      expect(await phone.shows(item, "note")).toBe("and on");
      expect((await phone.status()).attention).toEqual([]);
      await expectSame(laptop, phone);
    },
  );

  it("[S8] what was sent is the base of what followed, so that edits beyond the bounds of history are no conflict with it", async () => {
    await laptop.edit(item, { note: "sent" });
    await pushWithoutReply();
    for (let i = 0; i < 12; i++) await laptop.edit(item, { note: `later ${i}` });
    expect(await laptop.past(item, "note")).not.toContain("sent");
    await settle(laptop, phone);
    expect(await phone.shows(item, "note")).toBe("later 11");
    for (const device of [laptop, phone]) expect((await device.status()).attention).toEqual([]);
    await expectSame(laptop, phone);
  });

  it("[S7] a commit that another device overtook was never taken: it is made anew on the new head", async () => {
    await laptop.edit(item, { password: "1" });
    laptop.hooks.request = (request) => (request.path.endsWith("/push") ? lost : request);
    expect((await laptop.sync()).end).toEqual(lost);
    laptop.hooks.request = undefined;
    await phone.edit(item, { username: "octo" });
    await phone.synced();
    await laptop.synced();
    await settle(laptop, phone);
    expect(await phone.past(item, "password")).toEqual(["1", "0"]);
    expect(await laptop.shows(item, "username")).toBe("octo");
    await expectSame(laptop, phone);
  });

  it("[S19] every reply of a run is lost once, whichever it is", async () => {
    for (let at = 1; at <= 6; at++) {
      await laptop.edit(item, { password: `laptop ${at}` });
      await phone.edit(item, { username: `phone ${at}` });
      await phone.synced();
      let count = 0;
      laptop.hooks.answer = (answer) => (++count === at ? lost : answer);
      await laptop.sync();
      laptop.hooks.answer = undefined;
      await settle(laptop, phone);
      expect([await phone.shows(item, "password"), await laptop.shows(item, "username")]).toEqual([`laptop ${at}`, `phone ${at}`]);
      await expectSame(laptop, phone);
    }
    expect(await phone.past(item, "password")).toEqual(["laptop 6", "laptop 5", "laptop 4", "laptop 3", "laptop 2", "laptop 1", "0"]);
  });
});

describe("a stream that breaks off", () => {
  /** Where each frame of a stream ends. */
  function frameEnds(stream: Bytes): readonly number[] {
    const ends: number[] = [];
    for (let at = 0; at < stream.length; at = ends.at(-1) as number) ends.push(at + 5 + readU32(stream, at + 1));
    return ends;
  }

  it("[S10, S11] at the end of any frame, inside one, or before the first: nothing of it counts, and the next run completes", async () => {
    for (let i = 0; i < 3; i++) {
      await laptop.add({ title: `Item ${i}` });
      await laptop.synced();
    }
    let stream: Bytes = new Uint8Array();
    phone.hooks.answer = (answer, { path }) => {
      if (path.endsWith("/pull")) stream = answer.body;
      return path.endsWith("/pull") ? { ...answer, cutAfter: 0 } : answer;
    };
    await phone.sync();
    const ends = frameEnds(stream);
    expect(ends.length).toBeGreaterThanOrEqual(4);
    const before = await replicaState(phone.home);
    for (const cutAfter of [0, ...ends.slice(0, -1).flatMap((end) => [end - 1, end, end + 3])]) {
      for (const ending of ["breaks", "ends"] as const) {
        // A new process keeps nothing of what was cut, and here the network is gone for good after the cut (S38 is for those that go on).
        await phone.restart();
        let cut = false;
        phone.hooks.answer = (answer, { path }) => {
          if (!path.endsWith("/pull")) return answer;
          if (cut) return { type: "unreachable", why: "other" };
          cut = true;
          return ending === "breaks" ? { ...answer, cutAfter } : { ...answer, body: answer.body.slice(0, cutAfter) };
        };
        expect((await phone.sync()).end).toEqual({ type: "unreachable", why: "other" });
        expect(await replicaState(phone.home)).toEqual(before);
        expect((await phone.status()).attention).toEqual([]);
      }
    }
    phone.hooks.answer = undefined;
    await phone.restart();
    expect((await phone.synced()).pulled).toBe(3);
    await expectSame(laptop, phone);
  });

  it("[S10] a reply to a push that breaks off is a lost reply", async () => {
    await laptop.edit(item, { password: "1" });
    laptop.hooks.answer = (answer, { path }) => (path.endsWith("/push") ? { ...answer, cutAfter: 7 } : answer);
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    laptop.hooks.answer = undefined;
    const after = written();
    await laptop.synced();
    expect(written()).toEqual(after);
    await settle(laptop, phone);
    await expectSame(laptop, phone);
  });
});

describe("the server", () => {
  it("[S19] starts anew between any two requests of a run, and the run goes on", async () => {
    await phone.edit(item, { username: "octo" });
    await laptop.edit(item, { password: "1" });
    const anew = (request: Parameters<NonNullable<Device["hooks"]["request"]>>[0]) => {
      world.restart();
      return request;
    };
    laptop.hooks.request = anew;
    phone.hooks.request = anew;
    await settle(phone, laptop);
    await expectSame(laptop, phone);
  });

  it("[S15] ends every session: the device signs in again by itself, once, and goes on with the token it got", async () => {
    await laptop.edit(item, { password: "1" });
    world.server.storage.state.sessions.clear();
    const before = laptop.sent("challenge").length;
    expect((await laptop.synced()).pushed).toBe(1);
    expect(laptop.sent("challenge").length).toBe(before + 1);
    await laptop.restart();
    await laptop.edit(item, { password: "2" });
    await laptop.synced();
    expect(laptop.sent("challenge").length).toBe(before + 1);
  });

  it("[S15] ends every session at once: the device gives up for now, tells it, and does not sign in for ever", async () => {
    await laptop.edit(item, { password: "1" });
    const before = laptop.sent("create").length;
    laptop.hooks.request = (request) => {
      if (!request.path.includes("/session/")) world.server.storage.state.sessions.clear();
      return request;
    };
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    expect(laptop.sent("create").length - before).toBe(3);
    laptop.hooks.request = undefined;
    expect((await laptop.synced()).pushed).toBe(1);
  });

  it("[S15] [attack 53] moves on before every push: the device gives up for now, tells it, and sends when it can", async () => {
    await laptop.edit(item, { password: "1" });
    let others = 0;
    laptop.hooks.request = async (request) => {
      if (request.path.endsWith("/push")) {
        await phone.edit(item, { note: String(++others) });
        await phone.synced();
      }
      return request;
    };
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    expect(others).toBeGreaterThan(5);
    laptop.hooks.request = undefined;
    await settle(laptop, phone);
    expect(await phone.past(item, "password")).toEqual(["1", "0"]);
    await expectSame(laptop, phone);
  });
});
