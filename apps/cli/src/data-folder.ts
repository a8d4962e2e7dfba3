// Where a program keeps its data on each platform, so that nobody has to say it: XDG Base Directory on Linux, the Library on macOS,
// %APPDATA% on Windows.

import { isAbsolute, join } from "node:path";

export interface Place {
  readonly platform: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The folder `name` among the data of programs. A relative $XDG_DATA_HOME is left out, as its specification says. */
export function dataFolder(name: string, { platform, home, environment }: Place): string {
  if (platform === "darwin") return join(home, "Library", "Application Support", name);
  const base = platform === "win32" ? environment.APPDATA : environment.XDG_DATA_HOME;
  const fallback = platform === "win32" ? join(home, "AppData", "Roaming") : join(home, ".local", "share");
  return join(base !== undefined && isAbsolute(base) ? base : fallback, name);
}
