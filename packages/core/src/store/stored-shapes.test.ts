import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { concat, encode } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anInFlight, anItemId, aReplica, aSealed } from "../testing/stored-values.ts";
import type { Replica } from "./store.ts";
import { fromStored, inFlightShape, pendingShape, replicaShape, toStored } from "./stored-shapes.ts";

const full: Replica = aReplica({
  sealedToken: new Uint8Array(65).fill(1),
  lastSync: 1_772_366_400_000,
  troubles: [
    { kind: "damaged", reason: "root-differs", items: [anItemId(1), anItemId(2)] },
    { kind: "server-full", reason: "", items: [] },
  ],
  devices: [
    { device: aReplica().device, lastSync: null, seq: 0 },
    { device: aReplica().device, lastSync: 5, seq: 9 },
  ],
});
const inFlight = anInFlight("commit", [{ item: anItemId(1), hash: aSealed("x").hash }]);
const pending = { request: new Uint8Array(100), secretKey: new Uint8Array(16).fill(1), replica: full };

describe("what is stored beside the items", () => {
  it("[P13] comes back as it was", () => {
    expect(fromStored(replicaShape, toStored(replicaShape, full))).toEqual(full);
    expect(fromStored(replicaShape, toStored(replicaShape, aReplica({ lastSync: -1 })))).toEqual(aReplica({ lastSync: -1 }));
    expect(fromStored(inFlightShape, toStored(inFlightShape, inFlight))).toEqual(inFlight);
    expect(fromStored(pendingShape, toStored(pendingShape, pending))).toEqual(pending);
  });

  it("[P13] is damaged where a byte is missing or too many", () => {
    const stored = toStored(replicaShape, full);
    for (const bytes of [stored.subarray(1), stored.subarray(0, -1), concat(stored, Uint8Array.of(0)), new Uint8Array(0)]) {
      expect(() => fromStored(replicaShape, bytes)).toThrow(expect.objectContaining({ kind: "damaged" }));
    }
  });

  it("[P13] is damaged or well-formed, and nothing else, whatever the bytes", () => {
    const stored = toStored(pendingShape, pending);
    const altered = fc.tuple(fc.nat(stored.length - 1), fc.nat(255)).map(([at, byte]) => stored.map((old, i) => (i === at ? byte : old)));
    fc.assert(
      fc.property(fc.oneof(altered, fc.uint8Array()), (bytes) => {
        try {
          expect(toStored(pendingShape, fromStored(pendingShape, bytes))).toEqual(bytes);
        } catch (problem) {
          expect(problem).toMatchObject({ name: "StoreProblem", kind: "damaged" });
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["a time that is text", { lastSync: "5" }],
    ["a time that is a flag", { lastSync: true }],
    ["a kind of trouble that nobody knows", { troubles: [{ kind: "other", reason: "", items: [] }] }],
    ["a kind of trouble that every table inherits", { troubles: [{ kind: "toString", reason: "", items: [] }] }],
    ["a kind of trouble that is a number", { troubles: [{ kind: 7, reason: "", items: [] }] }],
    ["a kind of trouble that is a list of one", { troubles: [{ kind: ["behind"], reason: "", items: [] }] }],
  ])("[P13] is damaged with %s", (_, change) => {
    const foreign = JSON.parse(JSON.stringify(change));
    const stored = encode(replicaShape, { ...aReplica(), ...foreign });
    expect(() => fromStored(replicaShape, stored)).toThrow(expect.objectContaining({ kind: "damaged" }));
  });

  it.each<[string, Partial<Replica>]>([
    ["an empty origin", { origin: "" }],
    ["a slot without a seal", { slot: new Uint8Array(3) }],
    ["a time that is no integer", { lastSync: 1.5 }],
    ["a version beyond four bytes", { slotVersion: 2 ** 32 }],
    ["a reason of 201 letters", { troubles: [{ kind: "behind", reason: "x".repeat(201), items: [] }] }],
    ["more troubles than there is room for", { troubles: new Array(65).fill({ kind: "behind", reason: "", items: [] }) }],
  ])("[P6] is never written out of its bounds: %s", (_, change) => {
    expect(() => toStored(replicaShape, aReplica(change))).toThrow();
  });
});

const seq = "uint..9007199254740991";
const [id, head] = ["bytes16..16", { seq, hash: "bytes32..32" }];
const kinds = "unreachable|behind|diverged|damaged|sign-in|refused|server-full|update-needed";
const replicaSchema = {
  origin: "text1..300",
  account: "text1..254",
  accountId: id,
  vault: id,
  device: id,
  slot: "bytes33..81920",
  slotVersion: "uint..4294967295",
  sealedToken: { nullable: "bytes33..1024" },
  enabled: "bool",
  restored: "bool",
  "kitOwed?": "bool",
  head,
  epoch: "uint..4294967295",
  lastSync: { nullable: "int" },
  serverSeq: seq,
  "healing?": { "list..1000": head },
  troubles: { "list..64": { kind: kinds, reason: "text0..200", items: { "list..100000": id } } },
  devices: { "list..1000": { device: id, lastSync: { nullable: seq }, seq } },
};

describe("the form in which files hold what is stored", () => {
  // When this fails, files out there hold another form: what they hold has to be read as before, or a migration brings them up.
  it("[P12] is the one that was agreed on", () => {
    expect(replicaShape.schema).toEqual(replicaSchema);
    expect(pendingShape.schema).toEqual({ request: "bytes1..131072", secretKey: id, replica: replicaSchema });
    const changes = { "list..1000": { item: id, hash: "bytes32..32" } };
    expect(inFlightShape.schema).toEqual({ request: "bytes1..5242880", prev: "bytes32..32", head, sealedHead: "bytes33..4096", changes });
  });
});

describe("the store's own files", () => {
  it("[P10] name nothing that knows plaintext or keys", () => {
    const folder = fileURLToPath(new URL(".", import.meta.url));
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
    expect(sources).toContain("store.ts");
    for (const name of sources) {
      const imported = [...readFileSync(folder + name, "utf8").matchAll(/from "([^"]+)"/g)].map(([, from]) => from ?? "");
      expect([name, imported.filter((from) => from !== "@holdfast/protocol" && !from.startsWith("./"))]).toEqual([name, []]);
    }
  });

  it("[P21] keeps nothing of a check that is owed no longer", () => {
    const owed = toStored(replicaShape, aReplica({ kitOwed: true }));
    expect(toStored(replicaShape, { ...fromStored(replicaShape, owed), kitOwed: undefined })).toEqual(toStored(replicaShape, aReplica()));
  });
});
