import {
  type AccountName,
  type Bytes,
  challenge,
  challengeRequest,
  decode,
  type Hash,
  type HeadRef,
  routes,
  signedIn,
  signInMessage,
  signIn as signInShape,
} from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Crypto } from "../crypto/primitives.ts";
import { deriveKeys } from "../keys/derive.ts";
import { sealSlot } from "../keys/slot.ts";
import { aKeyring } from "../testing/arbitrary-keyring.ts";
import { memoryHome } from "../testing/memory-home.ts";
import { answered, offline, refused, type ScriptedAnswer, type ScriptedServer, scriptedServer } from "../testing/scripted-server.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { type Credentials, signIn } from "./sign-in.ts";

const origin = "https://vault.example.org";
const account = "someone@example.org" as AccountName;
const password = "correct horse battery staple";
const crypto = testCrypto();
const { secretKey } = aKeyring;
const given = new Uint8Array(32).fill(0xc4);

/** A server that greets as `calledItself` and answers a sign-in with `session`; nothing else of it can be reached. */
function greeting(session: ScriptedAnswer | typeof offline, calledItself = origin): ScriptedServer {
  return scriptedServer(({ path }) => {
    if (path === routes.challenge) return answered(challenge, { challenge: given, origin: calledItself });
    return path === routes.signIn ? session : offline;
  });
}

/** What the account's server answers to the right signature: the slot of `aKeyring`, at `version`. */
async function session(version = aKeyring.version): Promise<ScriptedAnswer> {
  const { kek } = await deriveKeys(crypto, password, secretKey);
  const slot = await sealSlot(crypto, kek, "password", { ...aKeyring, version });
  return answered(signedIn, { token: new Uint8Array(32).fill(1), accountId: aKeyring.accountId, slot, vaults: [], time: 0 });
}

const attempt = (
  server: ScriptedServer,
  credentials: Credentials = { origin, account, secretKey },
  by: Crypto = crypto,
  typed = password,
) => {
  const home = memoryHome({ connect: server.connect, crypto: by });
  return { home, result: signIn(home, { credentials, password: typed, deviceName: "Laptop" }) };
};

describe("signing in", () => {
  it("[A1] signs origin, account, challenge and device with the key of the sign-in seed", async () => {
    const server = greeting(refused({ kind: "sign-in-refused" }));
    await attempt(server).result;
    const [first, second, ...more] = server.asked;
    expect(decode(challengeRequest, first?.body as Bytes)).toEqual({ ok: true, value: { account } });
    const sent = decode(signInShape, second?.body as Bytes);
    expect(sent.ok && { account: sent.value.account, challenge: sent.value.challenge }).toEqual({ account, challenge: given });
    if (!sent.ok) return;
    const { signInSeed } = await deriveKeys(crypto, password, secretKey);
    const { publicKey } = await crypto.signingKey(signInSeed);
    const message = signInMessage(origin, account, given, sent.value.device);
    expect(await crypto.verify(publicKey, message, sent.value.signature)).toBe(true);
    expect(more).toEqual([]);
  });

  it.each(["https://vault.example.com", "http://vault.example.org", "https://vault.example.org:444", "https://vault.example.org/"])(
    "[A1] signs nothing for a server that calls itself %s",
    async (other) => {
      let signatures = 0;
      const counting: Crypto = {
        ...crypto,
        sign: (key, message) => {
          signatures++;
          return crypto.sign(key, message);
        },
      };
      const server = greeting(offline, other);
      const { home, result } = attempt(server, undefined, counting);
      expect(await result).toEqual({ ok: false, error: { type: "origin-differs", origin: other } });
      expect(signatures).toBe(0);
      expect(server.asked.map(({ path }) => path)).toEqual([routes.challenge]);
      expect((await home.store.read()).replica).toBeNull();
    },
  );

  it("[A1] asks for another challenge where one has expired, and not for ever", async () => {
    const server = greeting(refused({ kind: "challenge-expired" }));
    expect((await attempt(server).result).ok).toBe(false);
    expect(server.asked.map(({ path }) => path)).toEqual(Array.from({ length: 3 }, () => [routes.challenge, routes.signIn]).flat());
  });

  it("[A2] does the same work and gives one answer for a wrong password, a wrong Secret Key and no such account", async () => {
    const cases: readonly (readonly [Credentials, string])[] = [
      [{ origin, account, secretKey }, "another password entirely"],
      [{ origin, account, secretKey: new Uint8Array(16).fill(9) }, password],
      [{ origin, account: "nobody@example.org" as AccountName, secretKey }, password],
    ];
    const seen = [];
    for (const [credentials, typed] of cases) {
      const calls: string[] = [];
      const server = greeting(refused({ kind: "sign-in-refused" }));
      const { home, result } = attempt(server, credentials, counted(calls), typed);
      seen.push({
        calls,
        answer: await result,
        asked: server.asked.map(({ path, method }) => [method, path]),
        kept: await home.secretKeys.load(),
      });
    }
    expect(seen[0]?.answer).toEqual({ ok: false, error: { type: "wrong-secrets" } });
    expect(seen[0]?.calls.filter((name) => name === "stretch")).toHaveLength(1);
    expect(seen[0]?.kept).toBeNull();
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it("[A4] refuses a slot below the version that a setup code has seen, and keeps nothing", async () => {
    const head: HeadRef = { seq: 9, hash: new Uint8Array(32).fill(6) as Hash };
    const pinned = (slotVersion: number): Credentials => ({ setupCode: { origin, account, secretKey, slotVersion, head } });
    const { home, result } = attempt(greeting(await session(7)), pinned(8));
    expect(await result).toEqual({ ok: false, error: { type: "verify", reason: "slot-rolled-back" } });
    expect((await home.store.read()).replica).toBeNull();
    expect(await home.secretKeys.load()).toBeNull();
    for (const version of [7, 6]) {
      const taken = attempt(greeting(await session(7)), pinned(version));
      await taken.result;
      expect((await taken.home.store.read()).replica).toMatchObject({ slotVersion: 7, head, restored: false });
    }
  });

  it("[A4] refuses a slot that does not open or names another version outside than within", async () => {
    const good = decode(signedIn, (await session(7)).body);
    expect(good.ok).toBe(true);
    if (!good.ok) return;
    const { slot } = good.value;
    for (const other of [
      { ...slot, version: 8 },
      { ...slot, sealed: slot.sealed.with(60, (slot.sealed[60] ?? 0) ^ 1) },
    ]) {
      const { home, result } = attempt(greeting(answered(signedIn, { ...good.value, slot: other })));
      expect(await result).toEqual({ ok: false, error: { type: "verify", reason: "slot-damaged" } });
      expect((await home.store.read()).replica).toBeNull();
    }
  });
});

/** Writes down every call of a primitive by its name. */
function counted(calls: string[]): Crypto {
  return new Proxy(crypto, {
    get: (target, name, receiver) => {
      calls.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
}
