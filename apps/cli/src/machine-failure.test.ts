import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNodeHome } from "@holdfast/core/adapters/node-home";
import { assert } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { machineFailure } from "./machine-failure.ts";

const thrown = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("failures of the machine", () => {
  it.each([
    [{ code: "ENOSPC" }, "The disk is full."],
    [{ code: "EROFS" }, "The disk is read-only."],
    [{ code: "EADDRINUSE" }, "The address to listen on is in use by another program."],
    [{ code: "EACCES", path: "/srv/data" }, "/srv/data can't be used: permission denied."],
    [{ code: "EACCES" }, "Permission denied."],
    [{ code: "EWEIRD\u001b[2J" }, "The machine failed (EWEIRD2J)."],
    [{ errcode: 13 }, "The disk is full."],
    [{ errcode: 11 }, "The database is damaged."],
    [{ errcode: 8 | (1 << 8) }, "The database can't be written: permission denied."],
    [{ errcode: 99 }, "The database failed (code 99)."],
    [undefined, "Something went wrong inside Holdfast. What was saved before is safe."],
  ])("%j is one sentence", (failure, sentence) => expect(machineFailure(failure)).toBe(sentence));

  it("never repeat the message of an error that they don't know", async () => {
    const error = await thrown(() => JSON.parse('{"password":"hunter2'));
    expect(machineFailure(error)).not.toContain("hunter2");
    expect(machineFailure(new Error("hunter2"))).toBe(machineFailure(undefined));
  });

  it("say which promise of the program was broken", async () => {
    const error = await thrown(() => assert(false, "a thing holds"));
    expect(machineFailure(error)).toBe("Broken promise in the program: a thing holds.");
  });

  it("say what is wrong with a real file and a real replica", async () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-cli-"));
    writeFileSync(join(folder, "replica.sqlite"), "no database at all, but long enough to be read as one ".repeat(100));
    expect(machineFailure(await thrown(() => readFile(folder)))).toMatch(
      /^The machine failed \(EISDIR\)\.$| is a folder\.$|^Permission denied\.$/,
    );
    expect(machineFailure(await thrown(() => openNodeHome(folder)))).toMatch(/damaged|does not belong to Holdfast/);
    expect(machineFailure(await thrown(() => openNodeHome(join(folder, "replica.sqlite"))))).toMatch(/is no folder/);
    rmSync(folder, { recursive: true });
  });
});
