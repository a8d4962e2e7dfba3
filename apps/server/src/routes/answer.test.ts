// Pulls that nobody reads: so many of one account, and their room back however they end.

import { limits } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { askPull, newChanges, pullAll, pushChanges, refusalOf, startDevice } from "../testing/test-account.ts";
import { createTestServer } from "../testing/test-server.ts";

const whole = { after: null, whole: true } as const;
let due: { readonly delayMs: number; readonly run: () => void }[] = [];
const after = (delayMs: number, run: () => void) => {
  const one = { delayMs, run };
  due.push(one);
  return () => {
    due = due.filter((other) => other !== one);
  };
};

async function start() {
  due = [];
  const server = createTestServer({ after });
  const device = await startDevice(server);
  for (let i = 0; i < 2; i++) await pushChanges(device, newChanges(14, limits.revisionBytes - 100));
  return { server, device };
}

it("[C36] an account has eight pulls under way that it does not read, and others have theirs", async () => {
  const { server, device } = await start();
  const held: Response[] = [];
  for (let i = 0; i < 8; i++) held.push(await askPull(device, whole));
  const refused = await askPull(device, whole);
  expect([refused.status, await refusalOf(refused)]).toEqual([429, { kind: "too-many-requests", retryMs: 1_000 }]);
  expect((await askPull(await startDevice(server), whole)).status).toBe(200);
  await held[0]?.body?.cancel();
  expect((await pullAll(device, whole)).at(-1)?.kind).toBe("end");
  for (let i = 1; i < 8; i++) await held[i]?.arrayBuffer();
  expect(due).toEqual([]);
  for (let i = 0; i < 20; i++) await pullAll(device, whole);
});

it("[C36] whoever does not take the pace is cut, and the room given back", async () => {
  const { server, device } = await start();
  const held: Response[] = [];
  for (let i = 0; i < 8; i++) held.push(await askPull(device, whole));
  expect(due).toHaveLength(8);
  expect(due.every(({ delayMs }) => delayMs >= 60_000 && delayMs < 600_000)).toBe(true);
  for (const { run } of due.splice(0)) run();
  for (const response of held) await expect(response.arrayBuffer()).rejects.toThrow("slow");
  expect(server.log.filter(({ event }) => event === "pull-cut")).toHaveLength(8);
  expect((await pullAll(device, whole)).at(-1)?.kind).toBe("end");
});
