import {
  type Bytes,
  decode,
  encode,
  genesis,
  type LiveEvent,
  limits,
  liveClose,
  liveEvent,
  liveRequest,
  type VaultId,
} from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anItemId } from "../testing/stored-values.ts";
import { type Link, openLink, type Poke } from "./live-link.ts";
import type { LiveListener } from "./live-port.ts";

const token = new Uint8Array(32).fill(3);
const vault = new Uint8Array(16).fill(1);
const head = { seq: 7, hash: new Uint8Array(32).fill(2) };

interface Wire {
  readonly link: Link;
  readonly sent: unknown[];
  readonly told: unknown[];
  readonly closed: () => number;
  readonly server: LiveListener;
  says(event: LiveEvent): void;
}

function wire(): Wire {
  const sent: unknown[] = [];
  const told: unknown[] = [];
  let closes = 0;
  let server: LiveListener | null = null;
  const connector = {
    connect: (_: string, listener: LiveListener) => {
      server = listener;
      return {
        send: (message: Bytes) => {
          const request = decode(liveRequest, message);
          sent.push(request.ok ? request.value : "malformed");
        },
        close: () => closes++,
      };
    },
  };
  const link = openLink(
    connector,
    { origin: "https://holdfast.test", token },
    {
      ready: () => told.push("ready"),
      poked: (poke: Poke) => told.push(poke.head.seq),
      ended: (why) => told.push(why),
    },
  );
  const listener = server as LiveListener | null;
  if (listener === null) throw new Error("nobody connected");
  return { link, sent, told, closed: () => closes, server: listener, says: (event) => listener.message(encode(liveEvent, event)) };
}

const poke = { kind: "poke", vault, head } as LiveEvent;

/** A link that the server has taken. */
function greeted(): Wire {
  const one = wire();
  one.server.opened();
  one.says({ kind: "ready" });
  return one;
}

describe("a link", () => {
  it("[S35] says hello with the token as its first message, and only there", () => {
    const { server, sent } = wire();
    expect(sent).toEqual([]);
    server.opened();
    expect(sent).toEqual([{ kind: "hello", token }]);
  });

  it("tells when the server has taken it, and each poke after that", () => {
    const { told, says } = greeted();
    says(poke);
    says({ kind: "pong" });
    expect(told).toEqual(["ready", 7]);
  });

  it.each([
    ["a session that has ended", liveClose.sessionEnded, "token"],
    ["a server that stops", liveClose.goingAway, "lost"],
    ["too many connections", liveClose.tooMany, "lost"],
    ["a network that goes", null, "lost"],
  ] as const)("[S35] ends for %s", (_, code, why) => {
    const { server, told } = greeted();
    server.closed(code);
    server.closed(code);
    expect(told).toEqual(["ready", why]);
  });

  it.each([
    ["a poke before it is ready", [poke]],
    ["a pong before it is ready", [{ kind: "pong" }]],
    ["ready twice", [{ kind: "ready" }, { kind: "ready" }]],
  ] as const)("[S36] is given up for %s", (_, events) => {
    const { server, told, says, closed } = wire();
    server.opened();
    for (const event of events) says(event as LiveEvent);
    expect([told.at(-1), closed()]).toEqual(["lost", 1]);
  });

  it("[S36] is given up for whatever is no event of ours, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { server, told, closed } = greeted();
        server.message(bytes);
        expect([told.at(-1), closed()]).toEqual(["lost", 1]);
        server.message(encode(liveEvent, poke));
        expect(told).toHaveLength(2);
      }),
    );
  });

  it("[S36] takes a poke of the size that an event may have, and is given up for a larger one", () => {
    const ofSize = (size: number): LiveEvent => {
      const sealed = { prev: genesis.hash, head: new Uint8Array(200), signature: new Uint8Array(64) };
      const changes = (length: number) => [{ item: anItemId(1), revision: new Uint8Array(length) }];
      const to = { seq: 7, hash: genesis.hash };
      const event = (length: number): LiveEvent => {
        const commit = { ...sealed, changes: changes(length) };
        return { kind: "poke", vault: new Uint8Array(16) as VaultId, head: to, commit };
      };
      return event(66_000 + size - encode(liveEvent, event(66_000)).length);
    };
    for (const [more, last] of [
      [0, 7],
      [1, "lost"],
    ] as const) {
      const { says, told } = greeted();
      expect(encode(liveEvent, ofSize(limits.liveEventBytes + more))).toHaveLength(limits.liveEventBytes + more);
      says(ofSize(limits.liveEventBytes + more));
      expect(told).toEqual(["ready", last]);
    }
  });
});

describe("beats", () => {
  it("[S37] ask whether the other end is there, and give up one that says nothing", () => {
    const { link, sent, told, says, closed } = greeted();
    link.beat();
    expect(sent.at(-1)).toEqual({ kind: "ping" });
    says({ kind: "pong" });
    link.beat();
    says(poke);
    link.beat();
    expect(told).toEqual(["ready", 7]);
    link.beat();
    expect([told.at(-1), closed()]).toEqual(["lost", 1]);
    link.beat();
    expect([told.length, closed()]).toEqual([3, 1]);
  });

  it("[S37] give up a connection that does not come to be", () => {
    const { link, sent, told } = wire();
    link.beat();
    expect(told).toEqual([]);
    link.beat();
    expect([sent, told]).toEqual([[], ["lost"]]);
  });
});

describe("closing", () => {
  it("is quiet: nothing is told of it, or after it", () => {
    const { link, server, told, says, closed } = greeted();
    link.close();
    link.close();
    link.beat();
    link.beat();
    says(poke);
    server.closed(liveClose.sessionEnded);
    expect([told, closed()]).toEqual([["ready"], 1]);
  });

  it("before it is open sends no hello", () => {
    const { link, server, sent } = wire();
    link.close();
    server.opened();
    expect(sent).toEqual([]);
  });
});
