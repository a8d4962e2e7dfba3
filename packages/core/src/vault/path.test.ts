// Field paths: what is one, and what never is.

import fc from "fast-check";
import { expect, it } from "vitest";
import { itemLimits } from "./limits.ts";
import { customPath, isKind, isPath, parsePath, pathParts, tagPath, uriPath } from "./path.ts";

it("[V3] a path is a name, or a name and a member", () => {
  for (const path of [
    "title",
    "card.number",
    "given-name",
    "uri/7f",
    "custom/A_1",
    "tag/Work & Home",
    "tag/Ärzte/Köln 😀",
    "later/what/ever",
    "__proto__",
    "constructor",
    "tag/__proto__",
  ]) {
    expect(parsePath(path)).toBe(path);
  }
  for (const path of [
    "",
    "/",
    "/x",
    "tag/",
    "two words",
    "title\n",
    "tag/a\u0000b",
    "tag/a\u007fb",
    "tag/\ud800",
    "ä/1",
    `tag/${"x".repeat(itemLimits.path)}`,
  ]) {
    expect(parsePath(path)).toBe(null);
  }
  expect(isPath("x".repeat(itemLimits.path))).toBe(true);
});

it("[V3] a path is taken apart and put together", () => {
  expect(pathParts("title")).toEqual({ name: "title", member: null });
  expect(pathParts("tag/a/b")).toEqual({ name: "tag", member: "a/b" });
  expect([uriPath("7f"), customPath("7f"), tagPath("Work")]).toEqual(["uri/7f", "custom/7f", "tag/Work"]);
  expect([uriPath(""), customPath("\n"), tagPath("x".repeat(300))]).toEqual([null, null, null]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const path = tagPath(text);
      expect(path === null ? text : pathParts(path).member).toBe(text);
    }),
  );
});

it("[V1] a kind is lower-case words with hyphens, known or not", () => {
  for (const kind of ["login", "bank-account", "quantum-key-2", "a".repeat(64)]) expect(isKind(kind)).toBe(true);
  for (const kind of ["", "Login", "a b", "a_b", "x".repeat(itemLimits.kind + 1), "login\n", 7, null, undefined])
    expect(isKind(kind)).toBe(false);
});
