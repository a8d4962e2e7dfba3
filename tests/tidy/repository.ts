// The repository as tidy.test.ts sees it: its text files, their imports, and the rules of the specification with who cites them.
// Reads the folder, not git, so that a file is held to the rules before it is committed.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

const notOurs = new Set(["node_modules", ".git", "dist", "coverage", "out", "vectors"]);

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((found) => {
    const path = join(folder, found.name);
    if (found.isDirectory()) return notOurs.has(found.name) ? [] : walk(path);
    return found.isFile() ? [path] : [];
  });
}

/** Every text file that belongs to the repository, ascending by path. */
export const files: readonly SourceFile[] = walk(root)
  .map((path) => ({ path: relative(root, path).split(sep).join("/"), full: path }))
  .filter(({ path }) => /(?:\.(?:tsx?|js|json|md|ya?ml|txt|html|css)|\/run|\.npmrc|\.gitignore)$/.test(path))
  .map(({ path, full }) => ({ path, text: readFileSync(full, "utf8") }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

export const exists = (path: string): boolean => existsSync(join(root, path));

export const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? "";

/** A test, or a suite of tests that several implementations run. */
export const isTest = (path: string): boolean => /\.test\.tsx?$|^tests\/|[/-]contract(?:-\w+)?\.ts$/.test(path);

export const sources: readonly SourceFile[] = files.filter(({ path }) => /\.(?:tsx?|js)$/.test(path));

const comment = /\/\*[\s\S]*?\*\/|(?<![:"'`\\/])\/\/[^\n]*/g;

/** A source without its comments. A text that looks like one is cut as well, which no rule here minds. */
export const codeOf = (text: string): string => text.replace(comment, "");

/** Only the comments of a source. */
export const commentsOf = (text: string): readonly string[] => text.match(comment) ?? [];

export interface Import {
  readonly from: string;
  /** A path from the root for a relative import, else the module's name. */
  readonly to: string;
}

const importForm = /(?:^|[\n;])\s*(?:import|export)\b[^;"]*?\bfrom\s*"([^"]+)"|(?:^|[\n;])\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/g;

/** Every import of every source, of types too. */
export const imports: readonly Import[] = sources.flatMap(({ path, text }) =>
  [...codeOf(text).matchAll(importForm)].map((match) => {
    // What a bundler is told after a question mark is no part of the path.
    const to = (match[1] ?? match[2] ?? match[3] ?? "").replace(/\?.*$/, "");
    return {
      from: path,
      to: to.startsWith(".")
        ? normalize(join(dirname(path), to))
            .split(sep)
            .join("/")
        : to,
    };
  }),
);

/** The rules that docs/spec states, with the file that does: a paragraph or list line that opens with the id in bold. */
export const stated: readonly (readonly [id: string, path: string])[] = files
  .filter(({ path }) => path.startsWith("docs/spec/"))
  .flatMap(({ path, text }) =>
    [...text.matchAll(/^(?:[-*] |\| )?\*\*([KEAVMSCPXTH]\d+)\b/gm)].map((match) => [match[1] ?? "", path] as const),
  );

export const rules: ReadonlyMap<string, string> = new Map(stated);

/** Rule ids in brackets at the beginning of a test's title: `it("[M3] …")`, `it("[C2, C3] …")`. */
export const cited: ReadonlySet<string> = new Set(
  sources.flatMap(({ text }) =>
    [...text.matchAll(/["'`]\[((?:[KEAVMSCPXTH]\d+[, ]*)+)\]/g)].flatMap((match) => (match[1] ?? "").split(/[, ]+/)),
  ),
);

/** Rule ids that comments of sources name, with where. */
export const named: readonly { readonly id: string; readonly path: string }[] = sources.flatMap(({ path, text }) =>
  commentsOf(text).flatMap((words) =>
    [...words.matchAll(/(?<![\w-])([KEAVMSCPXTH]\d{1,2})(?![\w-])/g)].map((match) => ({ id: match[1] ?? "", path })),
  ),
);

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

/** What the package files name, our own workspaces aside. */
export const dependencies: readonly Dependency[] = files
  .filter(({ path }) => /(?:^|\/)package\.json$/.test(path))
  .flatMap(({ path, text }) => {
    const parsed: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = JSON.parse(text);
    return ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"].flatMap((group) =>
      Object.entries(parsed[group] ?? {}).map(([name, version]) => ({ name, version, path })),
    );
  })
  .filter(({ name }) => !name.startsWith("@holdfast/"));
