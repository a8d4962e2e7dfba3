import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { refusal, refusalStatus } from "./errors.ts";
import { protocolVersion, wireHistory, wireSchema } from "./version.ts";

// When this fails, the wire has changed: CONTRIBUTING.md, "Changing the wire", says what else changes with it.
it("the wire is the one that the newest line of its history pins", () => {
  const sha256 = createHash("sha256").update(JSON.stringify(wireSchema)).digest("hex");
  expect(wireHistory.at(-1)?.sha256).toBe(sha256);
});

it("the history has a line for every version, the newest being the one we speak", () => {
  expect(wireHistory.map(({ version }) => version)).toEqual(wireHistory.map((_, i) => i + 1));
  expect(wireHistory.at(-1)?.version).toBe(protocolVersion);
  expect(new Set(wireHistory.map(({ sha256 }) => sha256)).size).toBe(wireHistory.length);
});

it("every refusal has its status, and every status its refusal", () => {
  const { oneOf } = refusal.schema as { readonly oneOf: object };
  expect(Object.keys(refusalStatus).sort()).toEqual(Object.keys(oneOf).sort());
  for (const status of Object.values(refusalStatus)) expect(status).toBeGreaterThanOrEqual(400);
});
