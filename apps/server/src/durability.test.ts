// kill -9 of a real server in the middle of pushes: what it acknowledged is there when it is back.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { equalBytes, type HeadRef, pushed } from "@holdfast/protocol";
import { afterAll, expect, it } from "vitest";
import {
  type Answerer,
  answered,
  changesOf,
  headsOf,
  makeCommit,
  newChanges,
  pullAll,
  sendCommit,
  startDevice,
} from "./testing/test-account.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-killed-"));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<Answerer & { kill(): Promise<void> }> {
  const program = fileURLToPath(new URL("./testing/serve-folder.ts", import.meta.url));
  const child = spawn(process.execPath, [program, join(folder, "data")], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [line] = await once(child.stdout, "data");
  const url = String(line).trim();
  return {
    origin: "https://holdfast.test",
    fetch: (request) => fetch(new URL(new URL(request.url).pathname, url), request),
    kill: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

it("[C2] kill -9 during pushes loses nothing that was acknowledged, and the vault goes on", async () => {
  let server = await serve();
  const device = await startDevice(server);
  const acknowledged: Uint8Array[] = [];
  for (let round = 0; round < 4; round++) {
    let killed = false;
    const dying = server;
    const enough = acknowledged.length + 3 + 2 * round;
    while (!killed) {
      const given = await makeCommit(device.account, device.head.hash, newChanges(20, 500));
      const sent = sendCommit({ ...device, server }, given)
        .then((response) => answered(pushed, response))
        .catch(() => null);
      if (acknowledged.length >= enough) {
        killed = true;
        await dying.kill();
      }
      const answer: { readonly head: HeadRef } | null = await sent;
      if (answer !== null) acknowledged.push(given.head);
      if (answer !== null) device.head = answer.head;
    }
    server = await serve();
    const frames = await pullAll({ ...device, server }, { after: { seq: 0, hash: new Uint8Array(32) as HeadRef["hash"] }, whole: false });
    const heads = headsOf(frames);
    // One more than was acknowledged may be there: its answer was lost with the server.
    expect(heads.length - acknowledged.length).toBeOneOf([0, 1]);
    expect(acknowledged.every((head, i) => equalBytes(head, heads[i] ?? new Uint8Array(0)))).toBe(true);
    expect(changesOf(frames)).toHaveLength(20 * heads.length);
    const end = frames.at(-1);
    if (end?.kind === "end") device.head = end.to;
    acknowledged.splice(0, acknowledged.length, ...heads);
  }
  expect(acknowledged.length).toBeGreaterThan(12);
});
