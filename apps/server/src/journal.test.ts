import { expect, it } from "vitest";
import { failureCode, fingerprint, logText } from "./journal.ts";

it("[C21] names an id by twelve digits of its hash", () => {
  expect(fingerprint(new Uint8Array(16))).toBe("374708fff771");
  expect(fingerprint(new Uint8Array(16).fill(1))).not.toBe("374708fff771");
});

it("[C21] tells of a failure its code and never its message", () => {
  expect(failureCode(new Error("secret"))).toBe("Error");
  expect(failureCode(Object.assign(new Error("secret"), { code: "ENOSPC" }))).toBe("ENOSPC");
  expect(failureCode(Object.assign(new Error("secret"), { code: "ERR_SQLITE_ERROR", errcode: 13 }))).toBe("ERR_SQLITE_ERROR/13");
  expect(failureCode("secret")).toBe("unknown");
  expect(failureCode(null)).toBe("unknown");
});

it("writes a line as one JSON document", () => {
  const line = { at: 1, event: "push", account: "a", device: null, result: "ok", ms: 2 };
  const text = logText(line);
  expect(text.endsWith("}\n")).toBe(true);
  expect(text.indexOf("\n")).toBe(text.length - 1);
  expect(JSON.parse(text)).toEqual(line);
});
