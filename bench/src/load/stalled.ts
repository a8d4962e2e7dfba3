// stalled: clients that begin a request and stop, that send byte by byte, or that ask for much and never read. All others are served
// meanwhile, and when the stalled ones are gone the server holds nothing of them. // C18, C31

import type { Socket } from "node:net";
import { join } from "node:path";
import { encode, genesis, pullRequest, routes, toHex } from "@holdfast/protocol";
import { newChanges, pushChanges, startDevice, type TestDevice } from "@holdfast/server/testing/test-account";
import { connected, requestBytes } from "../world/prepared-http.ts";
import { usageOf } from "../world/usage.ts";
import type { Load } from "./load.ts";
import { addOne, nothingLost, people } from "./people.ts";
import { promise } from "./promise.ts";
import { openFiles, type SufferingServer, startSuffering } from "./server-process.ts";

/** Turns of the loop that are waited at most for the server to let go, ten milliseconds each. */
const patience = 3_000;

export const stalled: Load = {
  name: "stalled",
  about: "clients that stall in a request, send byte by byte, or never read their answer",
  run: async ({ folder, quick }) => {
    const [each, accounts, rounds] = quick ? [40, 8, 3] : [600, 50, 20];
    const server = await startSuffering(join(folder, "server"), null);
    const all = await people(server.url, accounts);
    const large = await largeVault(server, quick ? 2 : 6);
    await Promise.all(all.map((person) => addOne(person)));
    const [files, bytes] = [openFiles(server.pid), residentBytes(server)];
    const sockets = [...(await halfHeads(server, each)), ...(await drips(server, large, each)), ...(await deaf(server, large, each))];
    const dripping = drip(sockets.slice(each, 2 * each));
    let served = 0;
    for (let round = 0; round < rounds; round++) {
      const ends = await Promise.all(all.map((person) => addOne(person)));
      promise(
        ends.every(({ type }) => type === "quiet"),
        "others are served while clients stall",
      );
      served += ends.length;
    }
    const during = residentBytes(server);
    clearInterval(dripping);
    for (const socket of sockets) socket.destroy();
    await letGo(server, files);
    await nothingLost(all);
    const after = residentBytes(server);
    await server.stop();
    return {
      "stalled connections": sockets.length,
      "pushes of others meanwhile": served,
      "ratio of memory during to before": during / bytes,
      "ratio of memory afterwards to before": after / bytes,
    };
  },
};

export const residentBytes = ({ pid }: SufferingServer): number => usageOf(pid)?.residentBytes ?? Number.NaN;

/** Until the server holds about as many files and sockets open as `before`: some connections of ours are kept alive on purpose. */
export async function letGo({ pid }: SufferingServer, before: number): Promise<void> {
  const spare = 40;
  for (let turns = 0; openFiles(pid) > before + spare; turns++) {
    promise(turns < patience, "the server lets go of connections that are gone");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A device whose vault has `megabytes`, so that a whole pull does not fit into any buffer on the way. */
async function largeVault({ url }: SufferingServer, megabytes: number): Promise<TestDevice> {
  const device = await startDevice({ origin: url, fetch: (request) => fetch(request) });
  for (let times = 0; times < megabytes; times++) await pushChanges(device, newChanges(20, 50_000));
  return device;
}

const headersOf = ({ session, head }: TestDevice) => ({
  "holdfast-protocol": "1",
  "content-type": "application/cbor",
  authorization: `Bearer ${Buffer.from(session.token).toString("base64url")}`,
  "if-match": `"${toHex(head.hash)}"`,
});

const opened = (url: string, count: number): Promise<readonly Socket[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const socket = await connected(url);
      socket.removeAllListeners("error");
      socket.on("error", () => {});
      return socket;
    }),
  );

/** Half of a head, and nothing more. */
async function halfHeads({ url }: SufferingServer, count: number): Promise<readonly Socket[]> {
  const sockets = await opened(url, count);
  for (const socket of sockets) socket.write("POST /v1/session/challenge HTTP/1.1\r\nhost: bench\r\nholdfast-proto");
  return sockets;
}

/** A push that promises five megabytes, or a question of strangers that promises a hundred thousand bytes, and begins. */
async function drips({ url }: SufferingServer, device: TestDevice, count: number): Promise<readonly Socket[]> {
  const sockets = await opened(url, count);
  const begun = (path: string, length: number): Buffer => {
    const whole = requestBytes("bench", { path, headers: headersOf(device), body: new Uint8Array(length) });
    return whole.subarray(0, whole.length - length + 1);
  };
  const requests = [begun(routes.push(device.account.request.vault), 5_000_000), begun(routes.challenge, 100_000)];
  for (const [at, socket] of sockets.entries()) socket.write(requests[at % 2] ?? "");
  return sockets;
}

/** One byte more on each, again and again. */
const drip = (sockets: readonly Socket[]): NodeJS.Timeout =>
  setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write(new Uint8Array(1));
  }, 50);

/** A pull of everything, whose answer nobody reads. */
async function deaf({ url }: SufferingServer, device: TestDevice, count: number): Promise<readonly Socket[]> {
  const sockets = await opened(url, count);
  const body = encode(pullRequest, { after: genesis, whole: true });
  const request = requestBytes("bench", { path: routes.pull(device.account.request.vault), headers: headersOf(device), body });
  for (const socket of sockets) {
    socket.pause();
    socket.write(request);
  }
  return sockets;
}
