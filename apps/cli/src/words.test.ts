import { applyFailureText } from "@holdfast/core";
import { refusalStatus } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { accountFailure } from "./account-failure.ts";
import { exitOf } from "./commands/sync.ts";
import { plural, refusalText, unreachableText } from "./words.ts";

const origin = "https://vault.example.org";
const kinds = Object.keys(refusalStatus) as (keyof typeof refusalStatus)[];

describe("sentences", () => {
  const all = [
    ...kinds.map((kind) => refusalText({ kind } as Parameters<typeof refusalText>[0])),
    ...(["offline", "refused", "timeout", "certificate", "name", "other"] as const).map((why) => unreachableText(why, origin)),
    applyFailureText({ type: "bad-kind" }),
    applyFailureText({ type: "bad-path", path: "x" }),
    applyFailureText({ type: "bad-value", path: "x" }),
    applyFailureText({ type: "too-large", bytes: 1, limit: 1 }),
    applyFailureText({ type: "too-many-fields", fields: 2, limit: 1 }),
    applyFailureText({ type: "no-stamp-left" }),
  ];

  it.each(all)("%s", (sentence) => expect(sentence).toMatch(/^[A-Zh][^!]*\.$/));

  it("are different for different causes", () => expect(new Set(all).size).toBe(all.length));

  it("count", () => {
    expect(plural(1, "item", "items")).toBe("1 item");
    expect(plural(10_000, "item", "items")).toBe("10,000 items");
  });
});

describe("exit codes of accounts", () => {
  it.each([
    [{ type: "unreachable", why: "timeout" }, 4],
    [{ type: "not-holdfast" }, 4],
    [{ type: "refused", refusal: { kind: "signup-closed" } }, 1],
    [{ type: "origin-differs", origin }, 1],
    [{ type: "wrong-secrets" }, 3],
    [{ type: "verify", reason: "root-differs" }, 1],
  ] as const)("%j ends with %i", (failure, code) => expect(accountFailure(failure, origin).code).toBe(code));

  it("name the reason where what the server holds does not verify", () => {
    expect(accountFailure({ type: "verify", reason: "root-differs" }, origin).sentence).toContain("(root-differs)");
  });
});

describe("exit codes of sync", () => {
  it.each([
    [{ type: "quiet" }, 0],
    [{ type: "off" }, 1],
    [{ type: "busy" }, 1],
    [{ type: "unreachable", why: "refused" }, 4],
    [{ type: "sign-in-needed" }, 3],
    [{ type: "refused", refusal: { kind: "quota-full" } }, 1],
    [{ type: "attention", reason: "server-behind" }, 5],
  ] as const)("%j ends with %i", (end, code) => expect(exitOf({ end }, "Text", origin).code).toBe(code));
});
