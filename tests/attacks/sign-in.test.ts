// Signing in and signing up against a server that lies, and by a person who does not have the secrets.

import { formatSecretKey, type SignInFailure, signIn, signUp, unlock } from "@holdfast/core";
import type { WholeAnswer } from "@holdfast/core/testing/app-transport";
import { formatSetupCode, parseSetupCode } from "@holdfast/core/testing/inside";
import { testCrypto } from "@holdfast/core/testing/test-crypto";
import {
  type AccountName,
  type Bytes,
  challenge,
  decode,
  enc,
  encode,
  equalBytes,
  type Shape,
  type SignedIn,
  signedIn,
  signIn as signInShape,
} from "@holdfast/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { countCalls } from "../support/count-calls.ts";
import { Device, must } from "../support/device.ts";
import { startEpoch, turned } from "../support/keys.ts";
import { answerInstead, honest } from "../support/lying.ts";
import { expectSame } from "../support/replica-state.ts";
import { password, settle, World } from "../support/world.ts";

let world: World;
let laptop: Device;
let tablet: Device;
let secretKey: Bytes;
const origin = () => world.server.origin;

beforeEach(async () => {
  world = new World();
  laptop = await world.device("laptop");
  await laptop.add({ title: "GitHub" });
  await laptop.synced();
  tablet = new Device(world, "tablet", { seed: "tablet" });
  secretKey = (await laptop.home.secretKeys.load()) as Bytes;
});

const tries = (
  changed: { readonly account?: string; readonly secretKey?: Bytes; readonly password?: string; readonly origin?: string } = {},
) =>
  signIn(tablet.home, {
    credentials: {
      origin: changed.origin ?? origin(),
      account: (changed.account ?? world.account) as AccountName,
      secretKey: changed.secretKey ?? secretKey,
    },
    password: changed.password ?? password,
    deviceName: "tablet",
  });

/** Nothing of an account is on this device. */
async function expectNothing(device: Device): Promise<void> {
  const { store, secretKeys, pending } = device.home;
  expect((await store.read()).replica).toBeNull();
  expect((await store.items()).items).toEqual([]);
  expect([await secretKeys.load(), await pending.load()]).toEqual([null, null]);
}

/** Exchanges the answer of one kind of request. */
function alter<T>(device: Device, path: string, shape: Shape<T>, change: (value: T) => T): void {
  device.hooks.answer = (answer, request) => {
    const value = request.path.endsWith(path) && answer.status === 200 ? decode(shape, answer.body) : null;
    return value?.ok ? { status: 200, body: encode(shape, change(value.value)) } : answer;
  };
}

describe("[A1] a server that calls itself by another name", () => {
  const another = "https://mallory.example";

  it("[attack 4, 6] gets no signature: not for signing in, not for signing in again, and no account for signing up", async () => {
    alter(tablet, "/challenge", challenge, (value) => ({ ...value, origin: another }));
    expect(await tries()).toEqual({ ok: false, error: { type: "origin-differs", origin: another } });
    const options = { origin: origin(), account: "new@example.com" as AccountName, password, deviceName: "tablet" };
    expect(await signUp(tablet.home, options)).toEqual({ ok: false, error: { type: "origin-differs", origin: another } });
    expect(tablet.wire.map(({ path }) => path)).toEqual(["/v1/session/challenge", "/v1/session/challenge"]);
    await expectNothing(tablet);

    alter(laptop, "/challenge", challenge, (value) => ({ ...value, origin: another }));
    world.server.storage.state.sessions.clear();
    const before = laptop.sent("create").length;
    expect((await laptop.sync()).end).toEqual({ type: "unreachable", why: "other" });
    expect(laptop.sent("create").length).toBe(before);
  });

  it("[attack 142] can't pass on what was signed for it: the server at its own name refuses", async () => {
    alter(tablet, "/challenge", challenge, (value) => ({ ...value, origin: another }));
    expect(await tries({ origin: another })).toEqual({ ok: false, error: { type: "wrong-secrets" } });
    expect(tablet.sent("create").at(-1)?.status).toBe(401);
    await expectNothing(tablet);
  });

  it("the signature is over origin, account, challenge and device, and verifies over nothing else", async () => {
    must(await tries());
    const { crypto } = tablet.home.environment;
    const asked = must(decode(challenge, tablet.sent("challenge")[0]?.answerBody ?? new Uint8Array()));
    const sent = must(decode(signInShape, tablet.sent("create")[0]?.requestBody ?? new Uint8Array()));
    const key = world.server.storage.state.accounts.get(world.account)?.signInKey as Bytes;
    const message = (of: string, account: string, bytes: Bytes, device: Bytes) => enc("holdfast/1/sign-in", of, account, bytes, device);
    const { account, device, signature } = sent;
    expect(await crypto.verify(key, message(origin(), account, asked.challenge, device), signature)).toBe(true);
    for (const other of [
      message(another, account, asked.challenge, device),
      message(origin(), "other@example.com", asked.challenge, device),
      message(origin(), account, turned(asked.challenge), device),
      message(origin(), account, asked.challenge, turned(device)),
    ])
      expect(await crypto.verify(key, other, signature)).toBe(false);
  });
});

describe("[A3, A4] a slot that is not the one", () => {
  const otherAccount = async (): Promise<SignedIn["slot"]> => {
    const other = new World({ account: "mallory@example.com", seed: "mallory" });
    await other.device("mallory");
    return other.server.storage.state.accounts.get(other.account)?.slot as SignedIn["slot"];
  };
  const lies: readonly (readonly [what: string, lie: (answer: SignedIn) => SignedIn | Promise<SignedIn>])[] = [
    ["a bit of it is flipped", (answer) => ({ ...answer, slot: { ...answer.slot, sealed: turned(answer.slot.sealed) } })],
    ["[attack 64] another version is told outside", (answer) => ({ ...answer, slot: { ...answer.slot, version: 2 } })],
    [
      "another version is told outside and in its header",
      ({ slot, ...answer }) => ({ ...answer, slot: { version: 0, sealed: turned(slot.sealed, 4) } }),
    ],
    ["[attack 65] it is another account's", async (answer) => ({ ...answer, slot: await otherAccount() })],
    ["the account's id is another", (answer) => ({ ...answer, accountId: turned(answer.accountId) as SignedIn["accountId"] })],
  ];

  it.each(lies)("%s: refused, and nothing is kept", async (_, lie) => {
    const true_ = must(decode(signedIn, laptop.sent("create").at(-1)?.answerBody ?? new Uint8Array()));
    const lied = await lie(true_);
    alter(tablet, "/session/create", signedIn, () => lied);
    expect(await tries()).toEqual({ ok: false, error: { type: "verify", reason: "slot-damaged" } });
    await expectNothing(tablet);
    honest(tablet);
    must(await tries());
  });

  it("[attack 5, 64] an older one than the setup code has seen: refused before it is opened, and nothing is kept", async () => {
    await startEpoch(laptop, 2);
    const { crypto } = tablet.home.environment;
    const code = must(await parseSetupCode(crypto, await laptop.client.setupCode()));
    expect(code.slotVersion).toBe(2);
    const failed = await signIn(tablet.home, { credentials: { setupCode: code }, password, deviceName: "tablet" });
    expect(failed).toEqual({ ok: false, error: { type: "verify", reason: "slot-rolled-back" } });
    await expectNothing(tablet);
    const earlier = must(await parseSetupCode(crypto, await formatSetupCode(crypto, { ...code, slotVersion: 1 })));
    expect((await signIn(tablet.home, { credentials: { setupCode: earlier }, password, deviceName: "tablet" })).ok).toBe(true);
  });
});

describe("[A2] without the secrets", () => {
  it("[attack 8] a wrong password, a wrong Secret Key and an account that does not exist get one answer, from the same work", async () => {
    const seen: unknown[] = [];
    for (const wrong of [
      { password: "another long password" },
      { secretKey: turned(secretKey) },
      { account: "nobody@example.com" },
      { account: "nobody@example.com", password: "another long password" },
    ]) {
      let stretches = 0;
      const real = testCrypto();
      const stretch: typeof real.stretch = (given, salt) => {
        stretches++;
        return real.stretch(given, salt);
      };
      tablet = new Device(world, "tablet", { crypto: { ...real, stretch } });
      const counted = countCalls(world.server.storage);
      const failed = await tries(wrong);
      counted.stop();
      expect(failed).toEqual({ ok: false, error: { type: "wrong-secrets" } });
      await expectNothing(tablet);
      seen.push({
        stretches,
        calls: counted.calls,
        answers: tablet.wire.map(({ path, status, answerHead, answerBody }) => [path, status, answerHead, answerBody.length]),
        asked: tablet.wire.map(({ requestBody }) => requestBody.length - (wrong.account ?? world.account).length),
      });
    }
    expect(seen[0]).toMatchObject({ stretches: 1, calls: ["accounts.find"] });
    for (const other of seen) expect(other).toEqual(seen[0]);
  });

  it("an unlocking with the wrong password is told as that, and needs no network", async () => {
    const requests = laptop.wire.length;
    expect(await unlock(laptop.home, "another long password")).toEqual({ ok: false, error: { type: "wrong-secrets" } });
    expect(laptop.wire.length).toBe(requests);
  });
});

describe("[A5] signing up", () => {
  const options = () => ({ origin: origin(), account: "new@example.com" as AccountName, password, deviceName: "tablet" });

  it("repeats the same bytes after a lost reply, and has one account", async () => {
    tablet.hooks.answer = (answer, { path }) => (path.endsWith("/account/create") ? { type: "unreachable", why: "timeout" } : answer);
    expect(await signUp(tablet.home, options())).toEqual({ ok: false, error: { type: "unreachable", why: "timeout" } });
    tablet.hooks.answer = undefined;
    tablet.home = await tablet.home.restarted();
    const client = must(await signUp(tablet.home, options()));
    const [first, second] = tablet.sent("create").filter(({ path }) => path.includes("account"));
    expect(equalBytes(first?.requestBody ?? new Uint8Array(1), second?.requestBody ?? new Uint8Array())).toBe(true);
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect(await tablet.home.pending.load()).toBeNull();
    expect((await client.kit()).secretKey).toBe(
      await formatSecretKey(tablet.home.environment.crypto, (await tablet.home.secretKeys.load()) as Bytes),
    );
    expect(await signUp(tablet.home, options())).toMatchObject({ ok: false, error: { type: "already-a-device" } });
  });

  it("goes on with the first password after a lost reply; the other is told as wrong, and nothing is lost", async () => {
    tablet.hooks.answer = (answer, { path }) => (path.endsWith("/account/create") ? { type: "unreachable", why: "timeout" } : answer);
    await signUp(tablet.home, options());
    tablet.hooks.answer = undefined;
    expect(await signUp(tablet.home, { ...options(), password: "another long password" })).toEqual({
      ok: false,
      error: { type: "wrong-secrets" },
    });
    must(await unlock(tablet.home, password));
  });

  it("for a name that is taken leaves nothing, and another name can be tried", async () => {
    expect(await signUp(tablet.home, { ...options(), account: world.account })).toMatchObject({ ok: false, error: { type: "refused" } });
    await expectNothing(tablet);
    must(await signUp(tablet.home, options()));
  });

  it("with a password that is too short asks nobody", async () => {
    expect(await signUp(tablet.home, { ...options(), password: "eleven char" })).toEqual({
      ok: false,
      error: { type: "password-too-short" },
    });
    expect(tablet.wire).toEqual([]);
  });
});

describe("what is no answer of ours", () => {
  const noise: readonly (readonly [string, WholeAnswer])[] = [
    ["a page", { status: 200, body: new TextEncoder().encode("<html>") }],
    ["nothing", { status: 200, body: new Uint8Array() }],
    ["more than an answer may have", { status: 200, body: new Uint8Array(2 * 1024 * 1024) }],
    ["an error of a proxy", { status: 502, body: new Uint8Array(10) }],
  ];

  it.each(noise)("%s is a failure, for each request of signing up and signing in, and no half device stays", async (_, answer) => {
    for (const path of ["/challenge", "/session/create", "/account/create"]) {
      answerInstead(tablet, (request) => (request.path.endsWith(path) ? answer : null));
      const failure: SignInFailure = { type: "not-holdfast" };
      if (path !== "/account/create") expect(await tries()).toEqual({ ok: false, error: failure });
      else
        expect(
          await signUp(tablet.home, { origin: origin(), account: "new@example.com" as AccountName, password, deviceName: "t" }),
        ).toEqual({ ok: false, error: failure });
      expect((await tablet.home.store.read()).replica).toBeNull();
      expect(await tablet.home.secretKeys.load()).toBeNull();
    }
    honest(tablet);
    must(await tries());
  });

  it("as the first restore: the device stands, says that it is offline, and restores when it can", async () => {
    answerInstead(tablet, (request) => (request.path.endsWith("/pull") ? { status: 200, body: new Uint8Array(9) } : null));
    await tablet.signIn(await laptop.client.setupCode());
    expect((await tablet.status()).current).toMatchObject({ phase: "waiting", reason: { type: "offline" } });
    expect(tablet.sent("push")).toEqual([]);
    honest(tablet);
    await settle(tablet, laptop);
    await expectSame(tablet, laptop);
  });
});
