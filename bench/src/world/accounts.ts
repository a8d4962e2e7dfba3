// Many accounts on one server, each with a device that has signed in, and their pushes made ready ahead of time: real signatures over sealed
// pieces of random bytes, since a server looks no further.

import { commit, contentType, encode, protocolHeader, protocolVersion, routes, toHex } from "@holdfast/protocol";
import {
  type Answerer,
  makeAccount,
  makeCommit,
  newChanges,
  refTo,
  signUpAt,
  startDevice,
  type TestDevice,
} from "@holdfast/server/testing/test-account";
import { requestBytes } from "./prepared-http.ts";

/** Bytes inside a revision: what most items of a vault take. */
const insideBytes = 1_024;
/** Accounts made at a time. */
const together = 16;

/** `count` new accounts, of which the first `active` have a device. */
export async function manyAccounts(origin: string, count: number, active: number): Promise<readonly TestDevice[]> {
  const server: Answerer = { origin, fetch: (request) => fetch(request) };
  const devices: TestDevice[] = [];
  for (let at = 0; at < count; at += together) {
    const some = Array.from({ length: Math.min(together, count - at) }, async (_, i) => {
      const account = makeAccount(`account-${at + i}@example.com`);
      if (at + i < active) devices.push(await startDevice(server, account));
      else await (await signUpAt(server, account)).arrayBuffer();
    });
    await Promise.all(some);
  }
  return devices;
}

/** The next `count` pushes of a device, one new item each, in their order; the device stands on the last one's head afterwards. */
export async function preparedPushes(device: TestDevice, count: number): Promise<readonly Buffer[]> {
  const { vault } = device.account.request;
  const token = Buffer.from(device.session.token).toString("base64url");
  const requests: Buffer[] = [];
  for (let made = 0; made < count; made++) {
    const given = await makeCommit(device.account, device.head.hash, newChanges(1, insideBytes));
    const headers = {
      [protocolHeader]: String(protocolVersion),
      "content-type": contentType,
      authorization: `Bearer ${token}`,
      "if-match": `"${toHex(given.prev)}"`,
    };
    requests.push(requestBytes("bench", { path: routes.push(vault), headers, body: encode(commit, given) }));
    device.head = refTo(device.head.seq + 1, given);
  }
  return requests;
}
