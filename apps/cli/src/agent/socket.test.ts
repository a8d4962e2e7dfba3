// The agent's socket and its place, with real sockets and real modes.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeFrame } from "@holdfast/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AgentSocket, askSocket, serveSocket } from "./agent-socket.ts";
import { type AgentReply, type AgentRequest, agentRequest } from "./messages.ts";
import { type Machine, runtimeFolders, socketName, socketPath } from "./socket-place.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hf-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const uid = process.getuid?.() ?? 0;
const machine = (more: Partial<Machine> = {}): Machine => ({
  platform: "linux",
  uid,
  temporary: join(folder, "tmp"),
  environment: { XDG_RUNTIME_DIR: join(folder, "run") },
  ...more,
});

describe("the place of a socket", () => {
  it("is made in the runtime folder, for this user alone, and is the same every time", () => {
    const path = socketPath(folder, machine(), true);
    expect(path).toBe(join(folder, "run", "holdfast", socketName(folder)));
    expect(statSync(join(folder, "run", "holdfast")).mode & 0o777).toBe(0o700);
    expect(socketPath(`${folder}/.`, machine(), false)).toBe(path);
  });

  it("follows from the folder: another one has another, a link to it the same", () => {
    symlinkSync(folder, `${folder}-link`);
    expect(socketName(`${folder}-link`)).toBe(socketName(folder));
    expect(socketName(join(folder, "other"))).not.toBe(socketName(folder));
    rmSync(`${folder}-link`);
  });

  it("is in the temporary folder where there is no runtime folder, or its path would be too long", () => {
    expect(socketPath(folder, machine({ environment: {} }), true)).toMatch(new RegExp(`/tmp/holdfast-${uid}/[0-9a-f]{16}\\.sock$`));
    const long = join(folder, "x".repeat(90));
    const path = socketPath(folder, machine({ environment: { XDG_RUNTIME_DIR: long } }), true) ?? "";
    expect(path).toContain(`holdfast-${uid}`);
    expect(path.length).toBeLessThanOrEqual(100);
    expect(runtimeFolders(machine({ environment: { XDG_RUNTIME_DIR: "relative" } }))[0]).toBe(join(folder, "tmp", `holdfast-${uid}`));
  });

  it("is refused where others could enter, or it is no folder of ours", () => {
    const run = join(folder, "run", "holdfast");
    mkdirSync(run, { recursive: true, mode: 0o700 });
    chmodSync(run, 0o755);
    expect(socketPath(folder, machine(), true)).not.toContain("/run/");
    rmSync(run, { recursive: true });
    mkdirSync(join(folder, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(folder, "elsewhere"), run);
    expect(socketPath(folder, machine(), true)).not.toContain("/run/");
    rmSync(run);
    writeFileSync(run, "");
    expect(socketPath(folder, machine(), true)).not.toContain("/run/");
    expect(socketPath(folder, machine({ uid: uid + 1 }), true)).toBeNull();
  });

  it("is not made for a question, and there is none where there are no such sockets", () => {
    // Where another test, or an agent, has made the last place, it is that.
    expect(socketPath(join(folder, "a"), machine({ temporary: folder }), false) ?? "").not.toContain(folder);
    expect(runtimeFolders(machine({ platform: "win32" }))).toEqual([]);
    expect(runtimeFolders(machine({ uid: null }))).toEqual([]);
  });
});

describe("the socket", () => {
  let path: string;
  let socket: AgentSocket | null = null;
  const asked: AgentRequest[] = [];
  const serve = async (reply: (request: AgentRequest) => Promise<AgentReply | null>) => {
    path = join(folder, "a.sock");
    asked.length = 0;
    socket = await serveSocket(path, (request) => {
      asked.push(request);
      return reply(request);
    });
  };
  afterEach(async () => {
    await socket?.close();
    socket = null;
  });
  const done = async (): Promise<AgentReply> => ({ kind: "done" });

  it("answers a request, and is this user's alone", async () => {
    const keys = new Uint8Array(5_000).fill(7);
    await serve(async ({ kind }) => (kind === "keys" ? { kind: "keys", keys } : { kind: "done" }));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await askSocket(path, { kind: "keys" }, 5_000)).toEqual({ kind: "keys", keys });
    expect(await askSocket(path, { kind: "saved" }, 5_000)).toEqual({ kind: "done" });
    expect(asked).toEqual([{ kind: "keys" }, { kind: "saved" }]);
  });

  it("is answered by nobody where nobody listens, and a socket that a process left behind is replaced", async () => {
    expect(await askSocket(join(folder, "none.sock"), { kind: "keys" }, 5_000)).toBeNull();
    writeFileSync(join(folder, "a.sock"), "left");
    await serve(done);
    expect(await askSocket(path, { kind: "lock" }, 5_000)).toEqual({ kind: "done" });
  });

  it("cuts off what is no request, and goes on answering", async () => {
    await serve(done);
    const garbage = [
      new Uint8Array(300).fill(0xff),
      new Uint8Array(0),
      Uint8Array.of(0x5a, 0xff, 0xff, 0xff, 0xff, 1),
      Uint8Array.of(0x5a, 0, 0, 0, 1, 0xa0),
    ];
    for (const bytes of garbage) {
      const left = await new Promise<number>((resolve) => {
        let came = 0;
        const stranger = connect(path, () => stranger.end(bytes));
        stranger.on("data", (chunk) => {
          came += chunk.length;
        });
        stranger.on("error", () => {});
        stranger.on("close", () => resolve(came));
      });
      expect(left).toBe(0);
    }
    expect(asked).toEqual([]);
    expect(await askSocket(path, { kind: "saved" }, 5_000)).toEqual({ kind: "done" });
  });

  it("closes once it has answered, also a connection that goes on sending or never ends: such would take every place", async () => {
    await serve(done);
    const request = encodeFrame(agentRequest, { kind: "saved" });
    const closed = (more: Uint8Array) =>
      new Promise<number>((resolve) => {
        let came = 0;
        const stranger = connect({ path, allowHalfOpen: true }, () => stranger.write(request) && stranger.write(more));
        stranger.on("data", (chunk) => {
          came += chunk.length;
        });
        stranger.on("error", () => {});
        stranger.on("end", () => stranger.end());
        stranger.on("close", () => resolve(came));
      });
    for (const more of [new Uint8Array(2_000_000), new Uint8Array(0)]) expect(await closed(more)).toBeGreaterThan(0);
  });

  it("tells nothing where the agent has no answer, or fails", async () => {
    await serve(async ({ kind }) => {
      if (kind === "keys") return null;
      throw new Error("the machine");
    });
    expect(await askSocket(path, { kind: "keys" }, 5_000)).toBeNull();
    expect(await askSocket(path, { kind: "saved" }, 5_000)).toBeNull();
  });

  it("closes with the last word still said", async () => {
    let close: Promise<void> = Promise.resolve();
    await serve(async () => {
      close = (socket as AgentSocket).close();
      return { kind: "done" };
    });
    expect(await askSocket(path, { kind: "lock" }, 5_000)).toEqual({ kind: "done" });
    await close;
    expect(await askSocket(path, { kind: "lock" }, 5_000)).toBeNull();
  });

  it("is not waited for longer than asked", async () => {
    let release: () => void = () => {};
    await serve(() => new Promise((resolve) => (release = () => resolve({ kind: "done" }))));
    expect(await askSocket(path, { kind: "saved" }, 20)).toBeNull();
    release();
  });
});
