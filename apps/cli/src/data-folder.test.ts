import { describe, expect, it } from "vitest";
import { dataFolder } from "./data-folder.ts";

describe("the data folder", () => {
  it.each([
    ["linux", {}, "/home/kim/.local/share/holdfast"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/data/holdfast"],
    ["linux", { XDG_DATA_HOME: "relative" }, "/home/kim/.local/share/holdfast"],
    ["linux", { XDG_DATA_HOME: "" }, "/home/kim/.local/share/holdfast"],
    ["darwin", { XDG_DATA_HOME: "/data" }, "/home/kim/Library/Application Support/holdfast"],
    ["win32", { APPDATA: "/roaming" }, "/roaming/holdfast"],
    ["win32", {}, "/home/kim/AppData/Roaming/holdfast"],
  ])("on %s with %j is %s", (platform, environment, folder) => {
    expect(dataFolder("holdfast", { platform, home: "/home/kim", environment })).toBe(folder);
  });
});
