// A copy of the working tree to change: Stryker rewrites what it tests, and a run that is cut short leaves the checkout as it was.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** Copies what git knows or would add. Packages are linked, and the workspaces' links lead into the copy. */
export function copyTree(root: string, to: string): void {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  for (const path of listed.split("\0")) if (path !== "" && existsSync(join(root, path))) cpSync(join(root, path), join(to, path));
  const packages = join(root, "node_modules");
  const own = "@holdfast";
  mkdirSync(join(to, "node_modules", own), { recursive: true });
  for (const name of readdirSync(packages)) if (name !== own) symlinkSync(join(packages, name), join(to, "node_modules", name));
  for (const name of readdirSync(join(packages, own))) {
    symlinkSync(readlinkSync(join(packages, own, name)), join(to, "node_modules", own, name));
  }
}
