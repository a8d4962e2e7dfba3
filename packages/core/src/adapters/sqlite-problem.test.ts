import { describe, expect, it } from "vitest";
import { StoreProblem } from "../store/store-problem.ts";
import { asStoreProblem, openingProblem, storeProblem } from "./sqlite-problem.ts";

const fromSqlite = (errcode: number) => Object.assign(new Error("from SQLite"), { code: "ERR_SQLITE_ERROR", errcode });
const fromSystem = (code: string) => Object.assign(new Error("from the system, with /a/path"), { code });

describe("storeProblem", () => {
  it.each([
    [5, "busy"],
    [261, "busy"], // BUSY_RECOVERY
    [6, "busy"],
    [7, "unreadable"],
    [8, "read-only"],
    [1032, "read-only"], // READONLY_DBMOVED
    [3, "read-only"],
    [14, "read-only"],
    [23, "read-only"],
    [10, "unreadable"],
    [266, "unreadable"], // IOERR_READ
    [11, "damaged"],
    [18, "damaged"],
    [26, "damaged"],
    [13, "disk-full"],
  ])("[P12] tells SQLite's code %i as %s", (errcode, kind) => {
    expect(storeProblem(fromSqlite(errcode))).toMatchObject({ name: "StoreProblem", kind });
  });

  it.each([
    ["EACCES", "read-only"],
    ["EROFS", "read-only"],
    ["ENOTDIR", "read-only"],
    ["ENOSPC", "disk-full"],
    ["EDQUOT", "disk-full"],
    ["EIO", "unreadable"],
    ["ERR_OUT_OF_RANGE", "damaged"],
  ])("[P12] tells the system's %s as %s", (code, kind) => {
    expect(storeProblem(fromSystem(code))).toMatchObject({ name: "StoreProblem", kind });
  });

  it("leaves a fault of the program as it is", () => {
    for (const error of [new Error("a bug"), fromSqlite(1), fromSqlite(19), fromSystem("ERR_INVALID_ARG_TYPE"), "text", null]) {
      expect(storeProblem(error)).toBe(error);
    }
  });

  it("[P12] takes a statement that does not fit the tables for damage while a file is opened, and then alone", () => {
    expect(openingProblem(fromSqlite(1))).toMatchObject({ name: "StoreProblem", kind: "damaged" });
    expect(openingProblem(fromSqlite(13))).toMatchObject({ name: "StoreProblem", kind: "disk-full" });
    const fault = new Error("a bug");
    expect(openingProblem(fault)).toBe(fault);
  });

  it("says one sentence without path or data", () => {
    const problem = storeProblem(fromSystem("ENOSPC"));
    expect(problem).toBeInstanceOf(StoreProblem);
    expect(problem).toMatchObject({ message: "The disk is full." });
    expect(() =>
      asStoreProblem(() => {
        throw fromSystem("EACCES");
      }),
    ).toThrow(/^[A-Z][^/]*\.$/);
  });
});
