import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "./make-folder.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "holdfast-folder-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const thrown = (folder: string): unknown => {
  try {
    makeFolder(folder);
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "nothing";
};

describe("makeFolder", () => {
  it("[P11] makes every level for the owner alone, and says which is the outermost it made", () => {
    expect(makeFolder(join(parent, "a", "b", "c"))).toBe(join(parent, "a"));
    for (const made of ["a", "a/b", "a/b/c"]) expect(statSync(join(parent, made)).mode & 0o777).toBe(0o700);
    expect(makeFolder(join(parent, "a", "b", "c", "d"))).toBe(join(parent, "a", "b", "c", "d"));
    expect(makeFolder(join(parent, "a"))).toBeNull();
  });

  it("leaves folders that are there as they are, and follows links to folders", () => {
    mkdirSync(join(parent, "real"));
    chmodSync(join(parent, "real"), 0o755);
    symlinkSync(join(parent, "real"), join(parent, "link"));
    expect(makeFolder(join(parent, "link", "in"))).toBe(join(parent, "link", "in"));
    expect(existsSync(join(parent, "real", "in"))).toBe(true);
    expect(statSync(join(parent, "real")).mode & 0o777).toBe(0o755);
  });

  it("refuses a file in its place or in the place of one above, and a link that leads nowhere", () => {
    writeFileSync(join(parent, "file"), "");
    symlinkSync(join(parent, "gone"), join(parent, "dangling"));
    expect(thrown(join(parent, "file"))).toBe("ENOTDIR");
    expect(thrown(join(parent, "file", "a", "b"))).toBe("ENOTDIR");
    expect(thrown(join(parent, "dangling"))).toBe("ENOTDIR");
  });

  it("ends where nothing can be made in a folder that is there", () => {
    expect(thrown("/proc/holdfast")).toBe("ENOENT");
    expect(thrown("/proc/holdfast/deep/er")).toBe("ENOENT");
  });
});
