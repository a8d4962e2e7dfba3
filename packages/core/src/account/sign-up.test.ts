import { type AccountName, type Bytes, challenge, decode, routes, signedUp, signUp as signUpShape } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { deriveKeys } from "../keys/derive.ts";
import { openSlot } from "../keys/slot.ts";
import { type MemoryHome, memoryHome } from "../testing/memory-home.ts";
import { answered, offline, refused, type ScriptedAnswer, type ScriptedServer, scriptedServer } from "../testing/scripted-server.ts";
import { testCrypto } from "../testing/test-crypto.ts";
import { kitKept } from "./kit-kept.ts";
import { signUp } from "./sign-up.ts";

const origin = "https://vault.example.org";
const account = "someone@example.org" as AccountName;
const password = "correct horse battery staple";
const crypto = testCrypto();
const options = { origin, account, password, deviceName: "Laptop" };

/** A server that greets and answers a sign-up so; after that it can't be reached. `seen` looks on when the request has come. */
function greeting(answer: (body: Bytes) => ScriptedAnswer | typeof offline, seen: () => Promise<void> = async () => {}): ScriptedServer {
  return scriptedServer(async ({ path, body }) => {
    if (path === routes.challenge) return answered(challenge, { challenge: new Uint8Array(32), origin });
    if (path !== routes.signUp || body === undefined) return offline;
    await seen();
    return answer(body);
  });
}

const taken = (body: Bytes): ScriptedAnswer => {
  const request = decode(signUpShape, body);
  return request.ok ? answered(signedUp, { accountId: request.value.accountId }) : refused({ kind: "malformed" });
};
const bodies = (server: ScriptedServer): readonly Bytes[] =>
  server.asked.flatMap(({ path, body }) => (path === routes.signUp && body ? [body] : []));

describe("signing up", () => {
  it("[A5] has request, Secret Key and slot durable on the device before the request leaves", async () => {
    const keptAtSending: unknown[] = [];
    const server = greeting(taken, async () => void keptAtSending.push(await home.pending.load()));
    const home: MemoryHome = memoryHome({ connect: server.connect });
    expect((await signUp(home, options)).ok).toBe(true);
    const [request] = bodies(server);
    const sent = decode(signUpShape, request as Bytes);
    expect(sent.ok).toBe(true);
    if (!sent.ok) return;
    const secretKey = (await home.secretKeys.load()) as Bytes;
    expect(keptAtSending).toMatchObject([
      { request, secretKey, replica: { slot: sent.value.slot.sealed, slotVersion: sent.value.slot.version } },
    ]);
    const { kek, signInSeed } = await deriveKeys(crypto, password, secretKey);
    expect(await openSlot(crypto, kek, "password", sent.value.accountId, sent.value.slot)).toMatchObject({ secretKey, version: 1 });
    expect(sent.value.signInKey).toEqual((await crypto.signingKey(signInSeed)).publicKey);
    expect(await home.pending.load()).toBeNull();
  });

  it("[P21] owes the check of the kit where it was told so, also when the process died before the answer came", async () => {
    let reached = false;
    const server = greeting((body) => (reached ? taken(body) : offline));
    const home = memoryHome({ connect: server.connect });
    expect((await signUp(home, { ...options, kitOwed: true })).ok).toBe(false);
    reached = true;
    const later = await home.restarted();
    expect((await signUp(later, options)).ok).toBe(true);
    expect((await later.store.read()).replica).toMatchObject({ kitOwed: true });
    await kitKept(later);
    expect((await later.store.read()).replica?.kitOwed).toBeUndefined();
    const untold = memoryHome({ connect: server.connect });
    expect((await signUp(untold, options)).ok).toBe(true);
    const { generation, replica } = await untold.store.read();
    expect(replica).not.toHaveProperty("kitOwed");
    await kitKept(untold);
    expect((await untold.store.read()).generation).toBe(generation);
  });

  it("[A5] called again repeats the same bytes, however often the answer was lost and the process died", async () => {
    let reached = false;
    const server = greeting((body) => (reached ? taken(body) : offline));
    let home: MemoryHome = memoryHome({ connect: server.connect });
    for (let tried = 0; tried < 3; tried++) {
      expect(await signUp(home, options)).toEqual({ ok: false, error: offline });
      expect((await home.store.read()).replica).toBeNull();
      home = await home.restarted();
    }
    reached = true;
    expect((await signUp(home, options)).ok).toBe(true);
    const [first, ...again] = bodies(server);
    expect(again).toEqual([first, first, first]);
    expect((await home.store.read()).replica).toMatchObject({ origin, account, slotVersion: 1 });
  });

  it("[A5] begins afresh once the server has said that it never takes the request", async () => {
    for (const kind of ["account-taken", "signup-closed", "invitation-needed", "malformed"] as const) {
      const server = greeting(() => refused({ kind }));
      const home = memoryHome({ connect: server.connect });
      await signUp(home, options);
      expect(await home.pending.load()).toBeNull();
      expect(await signUp(home, options)).toEqual({ ok: false, error: { type: "refused", refusal: { kind } } });
      expect(new Set(bodies(server).map(String)).size).toBe(2);
    }
  });

  it("[K5] takes no password under twelve characters, and asks the server nothing", async () => {
    const server = greeting(taken);
    const home = memoryHome({ connect: server.connect });
    const short = await signUp(home, { ...options, password: "cafe\u0301 latte" });
    expect(short).toEqual({ ok: false, error: { type: "password-too-short" } });
    expect(server.asked).toEqual([]);
  });

  it("[K5] sends neither the password nor the Secret Key, in any form", async () => {
    const server = greeting(taken);
    const home = memoryHome({ connect: server.connect });
    await signUp(home, options);
    const secretKey = (await home.secretKeys.load()) as Bytes;
    for (const { body, path, token } of server.asked) {
      const sent = Buffer.from(body ?? new Uint8Array(0));
      expect(sent.includes(password)).toBe(false);
      for (const form of ["latin1", "hex", "base64", "base64url"] as const) {
        const secret = Buffer.from(secretKey).toString(form).replace(/=+$/, "");
        expect(sent.includes(secret, 0, "latin1")).toBe(false);
        expect(`${path}${token ?? ""}`).not.toContain(secret);
      }
    }
  });
});
