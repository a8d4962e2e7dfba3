// What never leaves a device and never rests in the clear: canaries in every field, in the past and in conflicts, the main password,
// the Secret Key, all keys and tokens are looked for in everything that was sent, answered, logged and kept.

import { formatSecretKey, listedKinds } from "@holdfast/core";
import { deriveKeys, toBase64url } from "@holdfast/core/testing/inside";
import { type Bytes, decode, signedIn, toHex } from "@holdfast/protocol";
import { beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../support/device.ts";
import { keysOf } from "../support/keys.ts";
import { everythingIn, formsOf, found } from "../support/search.ts";
import { password, settle, World } from "../support/world.ts";

let world: World;
let devices: readonly Device[];
/** Texts that a person typed: no server may ever have them, and no disk in the clear. */
const canaries = new Map<string, string>();
/** Keys and what they come from. */
const keys = new Map<string, string | Bytes>();
const tokens = new Map<string, Bytes>();

const canary = (name: string): string => {
  const text = `canary ${canaries.size} of ${name} ${toHex(crypto.getRandomValues(new Uint8Array(8)))}`;
  canaries.set(name, text);
  return text;
};

beforeAll(async () => {
  world = new World({ seed: "secrets" });
  const laptop = await world.device(canary("the name of the laptop"));
  const phone = await world.device(canary("the name of the phone"));
  devices = [laptop, phone];
  const ids: string[] = [];
  for (const { name, fields } of listedKinds) {
    const values = Object.fromEntries(fields.map(({ path }) => [path, canary(`${name} ${path}`)]));
    ids.push(await laptop.add(values, name));
  }
  const [login] = ids as [string];
  await laptop.edit(login, {
    "uri/1": { uri: `https://${canary("address").replaceAll(" ", "-")}.example`, match: null, order: 0 },
    "custom/1": { label: canary("label"), value: canary("custom"), concealed: true, order: 0 },
    [`tag/${canary("tag")}`]: true,
    password: canary("second password"),
  });
  ids.push(await laptop.add({ title: canary("unknown kind"), beam: canary("unknown field") }, "hologram"));
  await settle(laptop, phone);
  await laptop.edit(login, { password: canary("conflict, laptop") });
  await phone.edit(login, { password: canary("conflict, phone") });
  await settle(laptop, phone);
  await laptop.restart();
  world.server.storage.state.sessions.clear();
  await settle(laptop, phone);
  await gatherKeys(laptop);
});

async function gatherKeys(laptop: Device): Promise<void> {
  const { crypto } = laptop.home.environment;
  const { ring, kek } = await keysOf(laptop);
  const { signInSeed } = await deriveKeys(crypto, password, ring.secretKey);
  keys.set("main password", password);
  keys.set("Secret Key", ring.secretKey);
  keys.set("Secret Key as it is written", await formatSecretKey(crypto, ring.secretKey));
  keys.set("setup code", await laptop.client.setupCode());
  keys.set("key of the slot", kek);
  keys.set("seed of the sign-in key", signInSeed);
  keys.set("epoch key", ring.epochs[0]?.key as Bytes);
  for (const { path, answerBody } of devices.flatMap(({ wire }) => wire)) {
    const answer = path.endsWith("/session/create") ? decode(signedIn, answerBody) : null;
    if (answer?.ok) tokens.set(`token ${tokens.size}`, answer.value.token);
  }
}

const exchanges = () => devices.flatMap(({ wire }) => wire);
const secrets = () => new Map<string, string | Bytes>([...canaries, ...keys]);

describe("secrets", () => {
  it("are many, and the search would find them", () => {
    expect(canaries.size).toBeGreaterThan(80);
    expect(tokens.size).toBe(4);
    const [, secret] = [...canaries][20] as [string, string];
    for (const form of formsOf(secret))
      expect(found(new Map([["it", secret]]), Buffer.concat([Buffer.from("ab"), form, Buffer.from("c")]))).toEqual(["it"]);
    const wrapped = Buffer.from(`x${secret}yz`);
    for (const text of [wrapped.toString("base64"), wrapped.toString("base64url"), wrapped.toString("hex")]) {
      expect(found(new Map([["it", secret]]), Buffer.from(text))).toEqual(["it"]);
    }
  });

  it("stand in no request and no answer, raw or encoded", () => {
    const all = exchanges();
    expect(all.length).toBeGreaterThan(20);
    for (const { head, requestBody, answerHead, answerBody } of all) {
      const where = Buffer.concat([Buffer.from(head), requestBody, Buffer.from(answerHead), answerBody]);
      expect(found(secrets(), where)).toEqual([]);
    }
  });

  it("[attack 94] stand nowhere in what the server keeps", () => {
    const kept = everythingIn(world.server.storage.state);
    expect(kept.length).toBeGreaterThan(10_000);
    expect(found(new Map([...secrets(), ...tokens]), kept)).toEqual([]);
  });

  it("[attack 93] stand in no line of the server's log, and neither does who it is about", () => {
    const logged = Buffer.from(JSON.stringify(world.logged));
    expect(logged.length).toBeGreaterThan(1_000);
    const who = new Map<string, string | Bytes>([
      ["account", world.account],
      ["vault", world.vault.vault],
      ["account id", world.vault.account],
      ...devices.map((device, i): [string, string] => [`device ${i}`, device.client.device]),
    ]);
    expect(found(new Map([...secrets(), ...tokens, ...who]), logged)).toEqual([]);
  });

  it("[A7, P10] [attack 119] stand nowhere in the store of a device, tokens included", async () => {
    for (const { home } of devices) {
      const kept = everythingIn([await home.store.read(), await home.store.items(), await home.store.heads(1, 1_000)]);
      expect(kept.length).toBeGreaterThan(10_000);
      expect(found(new Map([...secrets(), ...tokens]), kept)).toEqual([]);
      expect(await home.pending.load()).toBeNull();
    }
  });

  it("[A7] tokens stand in the answer that gives them and in the Authorization header, and nowhere else", () => {
    for (const [name, token] of tokens) {
      const only = new Map([[name, token]]);
      for (const { path, head, requestBody, answerHead, answerBody } of exchanges()) {
        const line = `authorization: Bearer ${toBase64url(token)}\r\n`;
        expect(found(only, Buffer.from(head.replace(line, "")))).toEqual([]);
        expect(found(only, Buffer.concat([requestBody, Buffer.from(answerHead)]))).toEqual([]);
        if (path.endsWith("/session/create")) continue;
        expect(found(only, Buffer.from(answerBody))).toEqual([]);
      }
    }
  });

  it("[attack 36] sizes: a longer password is no longer commit", async () => {
    const [laptop] = devices as [Device];
    const id = await laptop.add({ title: "a" });
    await laptop.synced();
    const short = laptop.sent("push").at(-1)?.requestBody.length;
    await laptop.edit(id, { password: "a much longer password than a" });
    await laptop.synced();
    expect(laptop.sent("push").at(-1)?.requestBody.length).toBe(short);
  });
});
