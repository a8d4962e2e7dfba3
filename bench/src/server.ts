// server N: what one server process carries with N accounts. Durable pushes of 500 of them at once, each on a connection of its own, per
// second and per second of its processor. Floor: bare node:http with the same rows in SQLite, once with a commit for each push and once
// with commits shared as the server's are. And the memory of a live connection that is only open.

import type { Socket } from "node:net";
import { join } from "node:path";
import type { TestDevice } from "@holdfast/server/testing/test-account";
import type { Figure } from "./figure.ts";
import type { Work } from "./work.ts";
import { manyAccounts, preparedPushes } from "./world/accounts.ts";
import { openLive } from "./world/live-connections.ts";
import { connected, sendInTurn } from "./world/prepared-http.ts";
import { type ServerProcess, startFloor, startServer } from "./world/processes.ts";
import { usageOf } from "./world/usage.ts";

const activeAccounts = 500;
const pushesEach = 6;
const connectionsEach = 10;

export const server: Work = {
  name: "server",
  about: "durable pushes of 500 accounts at once to bare node:http with the same commit; memory of an idle live connection to 16 KiB",
  sizes: [500, 1_000, 10_000, 50_000],
  run: async ({ n, runs, folder, quick }) => {
    const running = await startServer(join(folder, "server"));
    try {
      const devices = await manyAccounts(running.url, n, activeAccounts);
      const pushes = await pushFigures(running, devices, { n, runs, folder, each: quick ? 1 : pushesEach });
      return [...pushes, await memoryFigure(running, devices, { n, each: quick ? 2 : connectionsEach, settleMs: quick ? 0 : settleMs })];
    } finally {
      await running.stop();
    }
  },
};

interface Rates {
  readonly perSecond: number;
  /** Pushes in a second of the process's processor; not a number where the system does not tell. */
  readonly perProcessorSecond: number;
}

async function pushFigures(
  running: ServerProcess,
  devices: readonly TestDevice[],
  { n, runs, folder, each }: { readonly n: number; readonly runs: number; readonly folder: string; readonly each: number },
): Promise<readonly Figure[]> {
  const alone = await startFloor("commit", [join(folder, "alone.sqlite")]);
  const grouped = await startFloor("commit", [join(folder, "grouped.sqlite"), "grouped"]);
  const turns: { readonly measured: Rates; readonly alone: Rates; readonly grouped: Rates }[] = [];
  for (let turn = 0; turn < runs; turn++) {
    const requests = await Promise.all(devices.map((device) => preparedPushes(device, each)));
    turns.push({
      alone: await ratesOf(alone, requests),
      grouped: await ratesOf(grouped, requests),
      measured: await ratesOf(running, requests),
    });
  }
  await alone.stop();
  await grouped.stop();
  const figure = (name: string, floor: "alone" | "grouped", rate: keyof Rates, unit: Figure["unit"]): Figure => ({
    name,
    n,
    unit,
    measured: turns.map(({ measured }) => measured[rate]),
    floor: turns.map((turn) => turn[floor][rate]),
    bound: { least: 0.6 },
  });
  return [
    figure("server", "alone", "perSecond", "pushes/s"),
    figure("server grouped", "grouped", "perSecond", "pushes/s"),
    figure("server processor", "grouped", "perProcessorSecond", "pushes per second of processor"),
  ];
}

/** All requests, each list over a connection of its own. */
async function ratesOf({ url, pid }: ServerProcess, requests: readonly (readonly Buffer[])[]): Promise<Rates> {
  const sockets = await Promise.all(requests.map(() => connected(url)));
  const count = requests.reduce((sum, { length }) => sum + length, 0);
  const before = usageOf(pid)?.processorMs ?? Number.NaN;
  const begin = performance.now();
  await Promise.all(sockets.map((socket, i) => sendInTurn(socket, requests[i] ?? [])));
  const ms = performance.now() - begin;
  const processorMs = (usageOf(pid)?.processorMs ?? Number.NaN) - before;
  for (const socket of sockets) socket.destroy();
  return { perSecond: (count * 1_000) / ms, perProcessorSecond: (count * 1_000) / processorMs };
}

const mostBytes = 16 * 1_024;
const settleMs = 2_000;

/** The growth of the process by connections that have said hello and then nothing, after a first few of them. */
async function memoryFigure(
  { url, pid }: ServerProcess,
  devices: readonly TestDevice[],
  { n, each, settleMs }: { readonly n: number; readonly each: number; readonly settleMs: number },
): Promise<Figure> {
  const settled = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return usageOf(pid)?.residentBytes ?? Number.NaN;
  };
  const sockets: Socket[] = [...(await openLive(url, devices))];
  const before = await settled();
  for (let more = 1; more < each; more++) sockets.push(...(await openLive(url, devices)));
  const bytes = (await settled()) - before;
  for (const socket of sockets) socket.destroy();
  const measured = [bytes / (devices.length * (each - 1))];
  const parts = { connections: devices.length * each };
  return { name: "server memory", n, unit: "bytes", measured, floor: measured.map(() => mostBytes), bound: { most: 1 }, parts };
}
