import { generateKeyPairSync } from "node:crypto";
import { type AccountName, type DeviceId, fromHex, genesis, limits, signedIn } from "@holdfast/protocol";
import { describe, expect, it, vi } from "vitest";
import { verifyEd25519 } from "../ed25519.ts";
import { snapshot } from "../testing/snapshot.ts";
import {
  answered,
  challengeFor,
  makeAccount,
  newChanges,
  newDevice,
  pushChanges,
  random,
  refusalOf,
  signInAt,
  signUpAt,
  startDevice,
} from "../testing/test-account.ts";
import { createTestServer } from "../testing/test-server.ts";
import { nobodysKey } from "./sign-in.ts";

const stranger = generateKeyPairSync("ed25519").privateKey;

async function start(clock = { now: () => 1_000 }) {
  const server = createTestServer({ clock });
  const account = makeAccount();
  await signUpAt(server, account);
  const attempt = { name: account.name, key: account.keys.signIn, device: newDevice() };
  return { server, account, attempt };
}

it("gives a session with the slot and the heads of the vaults", async () => {
  const { server, account, attempt } = await start();
  const { vault, slot, accountId } = account.request;
  const first = await answered(signedIn, await signInAt(server, attempt));
  expect(first).toMatchObject({ accountId, slot, time: 1_000, vaults: [{ vault, head: genesis }] });
  const device = await startDevice(server, account, true);
  await pushChanges(device, newChanges(2));
  const second = await answered(signedIn, await signInAt(server, attempt));
  expect(second.vaults).toEqual([{ vault, head: device.head }]);
  expect(second.token).not.toEqual(first.token);
});

it("[C9] stores the hash of a token and never the token", async () => {
  const { server, attempt } = await start();
  const { token } = await answered(signedIn, await signInAt(server, attempt));
  expect(token).toHaveLength(32);
  const stored = snapshot(server.storage) + JSON.stringify(server.log);
  for (const form of ["hex", "base64", "base64url"] as const) expect(stored).not.toContain(Buffer.from(token).toString(form));
});

describe("[A2, C11] a refusal", () => {
  it("[attack 8] is the same for a wrong key and for nobody's name, in bytes and in work", async () => {
    const { server, account } = await start();
    const calls = async (name: AccountName) => {
      const watched = Object.entries({ ...server.storage.accounts }).map(([method]) =>
        vi.spyOn(server.storage.accounts, method as keyof typeof server.storage.accounts),
      );
      const response = await signInAt(server, { name, key: stranger, device: newDevice() });
      const made = watched.map((spy) => [spy.getMockName(), spy.mock.calls.length]);
      vi.restoreAllMocks();
      return { made, status: response.status, headers: [...response.headers], body: await refusalOf(response) };
    };
    const known = await calls(account.name);
    const unknown = await calls("nobody" as AccountName);
    expect(unknown).toEqual(known);
    expect(known).toMatchObject({ status: 401, body: { kind: "sign-in-refused" } });
    expect(known.made.filter(([, count]) => count !== 0)).toEqual([["find", 1]]);
  });

  it("[attack 10] gives a challenge of the same kind for nobody's name", async () => {
    const { server, account } = await start();
    const [known, unknown] = [await challengeFor(server, account.name), await challengeFor(server, "nobody" as AccountName)];
    expect(unknown.origin).toBe(known.origin);
    expect(unknown.challenge).toHaveLength(known.challenge.length);
  });

  it("comes for nobody's name even to who has the private half of the key that stands in", async () => {
    // RFC 8032, 7.1, test 1: the signature of the empty message shows that the stand-in is a true key.
    const signature = fromHex(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
    expect(verifyEd25519(nobodysKey, new Uint8Array(0), signature ?? random(64))).toBe(true);
  });

  it("leaves the state as it was, and the challenge used", async () => {
    const { server, attempt } = await start();
    const { challenge } = await challengeFor(server, attempt.name);
    const before = snapshot(server.storage);
    expect(await refusalOf(await signInAt(server, { ...attempt, challenge, key: stranger }))).toEqual({ kind: "sign-in-refused" });
    expect(await refusalOf(await signInAt(server, { ...attempt, challenge }))).toEqual({ kind: "challenge-expired" });
    expect(snapshot(server.storage)).toBe(before);
  });
});

it("[C11] [attack 16] refuses a challenge that is old, of another name, or of nobody", async () => {
  const clock = { at: 0, now: () => clock.at };
  const { server, attempt } = await start(clock);
  const { challenge } = await challengeFor(server, attempt.name);
  clock.at += limits.challengeMs;
  const other = (await challengeFor(server, "somebody" as AccountName)).challenge;
  for (const given of [challenge, other, random(32)]) {
    const response = await signInAt(server, { ...attempt, challenge: given });
    expect(response.status).toBe(401);
    expect(await refusalOf(response)).toEqual({ kind: "challenge-expired" });
  }
  expect(server.storage.state.sessions.size).toBe(0);
});

it("[C10] [attack 6, 16] refuses a signature that was given for another origin", async () => {
  const { server, attempt } = await start();
  expect((await challengeFor(server, attempt.name)).origin).toBe(server.origin);
  const response = await signInAt(server, { ...attempt, origin: "https://elsewhere.test" });
  expect(await refusalOf(response)).toEqual({ kind: "sign-in-refused" });
});

it("[C23] [attack 66] refuses the device of another account like anything wrong", async () => {
  const { server, attempt } = await start();
  const other = await startDevice(server);
  const before = snapshot(server.storage);
  expect(await refusalOf(await signInAt(server, { ...attempt, device: other.device }))).toEqual({ kind: "sign-in-refused" });
  expect(snapshot(server.storage)).toBe(before);
});

it("[C23] gives an account no more devices than there may be, and those it has go on", async () => {
  const { server, account, attempt } = await start();
  await signInAt(server, attempt);
  for (let i = 1; i < limits.devices; i++) {
    const device = newDevice();
    server.storage.state.devices.set(Buffer.from(device).toString("hex"), { account: account.request.accountId, device });
  }
  const response = await signInAt(server, { ...attempt, device: random(16) as DeviceId });
  expect(response.status).toBe(507);
  expect(await refusalOf(response)).toEqual({ kind: "quota-full" });
  expect((await signInAt(server, attempt)).status).toBe(200);
});
