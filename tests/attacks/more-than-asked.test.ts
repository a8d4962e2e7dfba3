// Answers that say more than they may: parameters of keys, settings, other slots, a word that no Secret Key is needed. There is no place in
// any answer for such a thing, so it is no answer at all; and who makes a slot of their own makes one that does not open.

import { type SignInFailure, signIn } from "@holdfast/core";
import { deriveKeys, sealSlot } from "@holdfast/core/testing/inside";
import { testCrypto } from "@holdfast/core/testing/test-crypto";
import { challenge, decode, encode, pushed, type Shape, type SignedIn, shape, signedIn } from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { expectFailure, scene } from "../support/attack.ts";
import { Device, must } from "../support/device.ts";
import { keysOf } from "../support/keys.ts";
import { answerInstead, honest } from "../support/lying.ts";
import { expectNothingSent, expectOpensOffline, secretsOf } from "../support/unharmed.ts";
import { password, World } from "../support/world.ts";

const { record, uint, flag, bytes, text } = shape;

/** What the attacks of others have put into an answer. */
const additions = [
  ["[attack 1]", "weak parameters of the key derivation", { memory: uint(), iterations: uint() }, { memory: 8, iterations: 1 }],
  ["[attack 1]", "an older suite", { suite: uint() }, { suite: 0 }],
  ["[attack 7]", "that this account has no Secret Key", { secretKey: flag }, { secretKey: false }],
  [
    "[attack 21]",
    "a key to migrate to",
    { connector: text(1, 100), migrate: flag },
    { connector: "https://mallory.example", migrate: true },
  ],
  ["[attack 74]", "a further slot", { recovery: bytes(32) }, { recovery: new Uint8Array(32) }],
  ["[attack 75]", "a policy", { recoveryEnforced: flag }, { recoveryEnforced: true }],
  ["[attack 79]", "a lower version to be taken", { minVersion: uint() }, { minVersion: 0 }],
] as const;

const members = {
  challenge: { challenge: bytes(32), origin: text(1, 300) },
  pushed: { head: record({ seq: uint(), hash: bytes(32) }) },
};

/** Puts `more` into every answer of this kind. */
function add<T extends object>(device: Device, path: string, given: Shape<T>, wider: Shape<object>, more: object): void {
  device.hooks.answer = (answer, request) => {
    const value = request.path.endsWith(path) && answer.status === 200 ? decode(given, answer.body) : null;
    return value?.ok ? { status: 200, body: encode(wider, { ...value.value, ...more }) } : answer;
  };
}

describe("an answer that says more", () => {
  it.each(additions)("%s %s: is none, for a device that signs in; nothing is signed, derived otherwise or kept", async (...given) => {
    const [, , shapes, more] = given;
    const all = await scene();
    const stretched: number[] = [];
    const real = testCrypto();
    const stretch = (...what: Parameters<typeof real.stretch>) => {
      stretched.push(what.length);
      return real.stretch(...what);
    };
    const tablet = new Device(all.world, "tablet", { crypto: { ...real, stretch } });
    const { origin, account } = all.laptop.client;
    const { ring } = await keysOf(all.laptop);
    add(tablet, "/challenge", challenge, record({ ...members.challenge, ...shapes }), more);
    const error: SignInFailure = { type: "not-holdfast" };
    const credentials = { origin, account, secretKey: ring.secretKey };
    expect(await signIn(tablet.home, { credentials, password, deviceName: "tablet" })).toEqual({ ok: false, error });
    // Once, of password and salt alone: no parameter is anybody's to choose. // K4
    expect(stretched).toEqual([2]);
    expect(tablet.wire.map(({ path }) => path)).toEqual(["/v1/session/challenge"]);
    expect((await tablet.home.store.read()).replica).toBeNull();
    expectNothingSent(tablet, await secretsOf(all.laptop));
    await expectOpensOffline(all.laptop);
  });

  it.each(additions)("%s %s: is none, for a device of the account that signs in again", async (...given) => {
    const [, , shapes, more] = given;
    const all = await scene();
    all.world.server.storage.state.sessions.clear();
    add(all.laptop, "/challenge", challenge, record({ ...members.challenge, ...shapes }), more);
    await expectFailure(all);
  });

  it.each(additions)("%s %s: acknowledges nothing beside a push", async (...given) => {
    const [, , shapes, more] = given;
    const all = await scene();
    await all.laptop.synced();
    await all.laptop.edit(all.post, { note: "waits for a true answer" });
    add(all.laptop, "/push", pushed, record({ ...members.pushed, ...shapes }), more);
    expect((await all.laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    expect((await all.laptop.status()).waiting).toBe(1);
    expectNothingSent(all.laptop, await secretsOf(all.laptop));
    await expectOpensOffline(all.laptop);
    honest(all.laptop);
    await all.laptop.synced();
    await all.phone.synced();
    expect(await all.phone.shows(all.post, "note")).toBe("waits for a true answer");
  });
});

describe("a slot of the server's own making", () => {
  let world: World;
  let laptop: Device;
  let tablet: Device;
  beforeEach(async () => {
    world = new World();
    laptop = await world.device("laptop");
    await laptop.add({ title: "GitHub" });
    tablet = new Device(world, "tablet", { seed: "tablet" });
  });

  it.each([
    ["[attack 3]", "for a password that it has guessed right, under a Secret Key of its own", 0],
    ["[attack 63]", "with keys of its own in it, for the person's account", 1],
  ])("%s [A3] %s: does not open, and nothing is kept", async (_, __, own) => {
    const { crypto } = laptop.home.environment;
    const { ring } = await keysOf(laptop);
    const { kek } = await deriveKeys(crypto, password, crypto.randomBytes(16));
    const made = own === 0 ? ring : { ...ring, epochs: [{ epoch: 1, key: crypto.randomBytes(32) }] };
    const slot = await sealSlot(crypto, kek, "password", made);
    const lied = must(decode(signedIn, laptop.sent("create").at(-1)?.answerBody ?? new Uint8Array()));
    const body = encode(signedIn, { ...lied, slot } as SignedIn);
    answerInstead(tablet, ({ path }) => (path.endsWith("/session/create") ? { status: 200, body } : null));
    const credentials = { origin: world.server.origin, account: world.account, secretKey: ring.secretKey };
    const error: SignInFailure = { type: "verify", reason: "slot-damaged" };
    expect(await signIn(tablet.home, { credentials, password, deviceName: "tablet" })).toEqual({ ok: false, error });
    expect((await tablet.home.store.read()).replica).toBeNull();
    expectNothingSent(tablet, await secretsOf(laptop));
    await expectOpensOffline(laptop);
  });
});

it("[attack 14] without a session nothing of an account is answered, whatever is asked, with no token and with any other", async () => {
  const { world, laptop } = await scene();
  const other = await new World({ account: "mallory@example.com" }).device("mallory");
  const tokenOf = (device: Device): string => /authorization: (.*)/i.exec(device.sent("pull").at(-1)?.head ?? "")?.[1] ?? "";
  const tokens = [null, "Bearer ", `Bearer ${"A".repeat(43)}`, tokenOf(other), tokenOf(laptop).replace("Bearer", "Basic")];
  const asked = laptop.wire.filter(({ path }) => !path.includes("session") && !path.includes("account"));
  const routes = new Map(asked.map((exchange) => [exchange.path, exchange]));
  expect([...routes.keys()].map((path) => path.split("/").at(-1)).sort()).toEqual(["devices", "pull", "push"]);
  for (const { path, requestBody, head } of routes.values()) {
    const ifMatch = /if-match: (.*)/i.exec(head)?.[1];
    for (const token of tokens) {
      const headers = new Headers({ "content-type": "application/cbor", "holdfast-protocol": "1" });
      if (token !== null) headers.set("authorization", token);
      if (ifMatch !== undefined) headers.set("if-match", ifMatch);
      const body = Uint8Array.from(requestBody);
      const answer = await world.server.fetch(new Request(world.server.origin + path, { method: "POST", headers, body }));
      expect([path, answer.status]).toEqual([path, 401]);
      expect((await answer.arrayBuffer()).byteLength).toBeLessThan(40);
    }
  }
});
