// Rows of the table: what lies on this device outside the tables of items. What is no value of its shape is `damaged`, a typed refusal.

import { StoreProblem } from "@holdfast/core";
import { anInFlight, aReplica, fromStored, inFlightShape, pendingShape, replicaShape, toStored } from "@holdfast/core/testing/parsers";
import type { Bytes, Hash, HeadRef, ItemId, Shape } from "@holdfast/protocol";
import { type Parser, read, refused } from "../parser.ts";

const ref = (seq: number): HeadRef => ({ seq, hash: new Uint8Array(32).fill(seq) as Hash });
const item = new Uint8Array(16).fill(1) as ItemId;
const replica = aReplica({
  sealedToken: new Uint8Array(80).fill(1),
  lastSync: -5,
  healing: [ref(3)],
  troubles: [{ kind: "behind", reason: "server-behind", items: [item] }],
});
const pending = { request: new Uint8Array(300).fill(1), secretKey: new Uint8Array(16).fill(2), replica: aReplica() };

const stored = <T>(name: string, shape: Shape<T>, values: readonly T[]): Parser => ({
  name: `stored: ${name}`,
  reads: ["fromStored", `${name}Shape`],
  form: "cbor",
  samples: () => values.map((value): Bytes => toStored(shape, value)),
  parse: (input) => {
    try {
      return read(toStored(shape, fromStored(shape, input)), true);
    } catch (error) {
      if (error instanceof StoreProblem && error.kind === "damaged") return refused;
      throw error;
    }
  },
});

export const storedParsers: readonly Parser[] = [
  stored("replica", replicaShape, [aReplica(), replica]),
  stored("inFlight", inFlightShape, [anInFlight("a commit"), anInFlight("another", [{ item, hash: new Uint8Array(32) as Hash }])]),
  stored("pending", pendingShape, [pending]),
];
