import { expect, it } from "vitest";
import { escapeControls, jsonText } from "./json-text.ts";

it("no control character stands in it, and it is read back the same", () => {
  const value = { title: "a\u009b31mb\u0080\u009f\u007f\u001b", umlaut: "ü\u00a0" };
  const text = jsonText(value, 2);
  expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  expect(text).toContain("a\\u009b31mb");
  expect(text).toContain("ü\u00a0");
  expect(JSON.parse(text)).toEqual(value);
  expect(escapeControls(JSON.stringify(value, null, 2))).toBe(text);
});
