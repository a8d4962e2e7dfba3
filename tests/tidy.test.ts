// Holds what the compiler can't: who may import whom, that documents name what exists, that every rule of the specification is
// cited by a test, and the manners of docs and sources. Each check gives a list of what offends, so that a failure names it.

import { dirname, join } from "node:path";
import { listedKinds } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import {
  cited,
  codeOf,
  type Dependency,
  dependencies,
  exists,
  files,
  type Import,
  imports,
  isTest,
  named,
  rules,
  sources,
  stated,
  textOf,
} from "./tidy/repository.ts";

const said = ({ from, to }: Import): string => `${from} imports ${to}`;
const offending = (test: (found: Import) => boolean): readonly string[] => imports.filter(test).map(said);
const coreSource = "packages/core/src/";
const inCore = (path: string): boolean => path.startsWith(coreSource) && !isTest(path);
/** The folder of a file of core, or the file itself where it lies beside the folders. */
const coreFolder = (path: string): string => path.slice(coreSource.length).split("/")[0] ?? "";
const isPlatform = (path: string): boolean => ["adapters", "testing"].includes(coreFolder(path));

describe("directions", () => {
  it("relative imports stay within their workspace and name files that exist", () => {
    const workspace = (path: string): string => /^(?:packages|apps)\/[^/]+|^[^/]+/.exec(path)?.[0] ?? "";
    const relative = imports.filter(({ to }) => exists(workspace(to)));
    expect(relative.length).toBeGreaterThan(200);
    expect(relative.filter(({ from, to }) => workspace(from) !== workspace(to) || !exists(to)).map(said)).toEqual([]);
  });

  it("protocol stands on cborg alone, which cbor.ts alone imports", () => {
    expect(
      offending(({ from, to }) => from.startsWith("packages/protocol/") && !isTest(from) && !to.startsWith("packages/") && to !== "cborg"),
    ).toEqual([]);
    expect(offending(({ from, to }) => to === "cborg" && !isTest(from) && from !== "packages/protocol/src/cbor.ts")).toEqual([]);
  });

  it("core stands on protocol, and its adapters alone know the platform and packages", () => {
    expect(
      offending(({ from, to }) => inCore(from) && !isPlatform(from) && !to.startsWith(coreSource) && to !== "@holdfast/protocol"),
    ).toEqual([]);
    expect(offending(({ from, to }) => inCore(from) && to.startsWith("@holdfast/") && to !== "@holdfast/protocol")).toEqual([]);
    expect(offending(({ from, to }) => inCore(from) && !isPlatform(from) && to.startsWith(coreSource) && isPlatform(to))).toEqual([]);
  });

  it("the server stands on protocol alone of ours, and apps are leaves", () => {
    expect(
      offending(
        ({ from, to }) => from.startsWith("apps/server/") && to.startsWith("@holdfast/") && !isTest(from) && to !== "@holdfast/protocol",
      ),
    ).toEqual([]);
    const mayServe = /^apps\/cli\/src\/commands\/(?:serve|admin)\.ts$|^apps\/cli\/src\/testing\/|^tests\/|^bench\/|^scripts\/|\.test\.ts$/;
    expect(offending(({ from, to }) => to.startsWith("@holdfast/server") && !mayServe.test(from))).toEqual([]);
    expect(offending(({ from, to }) => to.startsWith("@holdfast/cli") && !/^(?:tests|bench|scripts)\//.test(from))).toEqual([]);
  });

  it("the windows stand on protocol and core's plain parts, their host alone on core's vault, and only shells show them", () => {
    const inUi = (path: string): boolean => path.startsWith("packages/ui/src/") && !isTest(path);
    expect(
      offending(
        ({ from, to }) =>
          inUi(from) && /^@holdfast\//.test(to) && !["@holdfast/core", "@holdfast/core/parse-import", "@holdfast/protocol"].includes(to),
      ),
    ).toEqual([]);
    const host = "packages/ui/src/host/";
    expect(offending(({ from, to }) => inUi(from) && to.startsWith(host) && !from.startsWith(host))).toEqual([]);
    expect(offending(({ from, to }) => from.startsWith(host) && !to.startsWith(host) && /\.tsx$|^react/.test(to))).toEqual([]);
    expect(offending(({ from, to }) => to.startsWith("@holdfast/ui") && !/^(?:apps\/web|tests|bench|scripts)\//.test(from))).toEqual([]);
    expect(offending(({ from, to }) => to.startsWith("@holdfast/web") && !/^(?:tests|bench|scripts)\//.test(from))).toEqual([]);
  });

  it("only tests, the bench and scripts import what is made for testing", () => {
    const made = /\/testing\//;
    expect(offending(({ from, to }) => made.test(to) && !made.test(from) && !isTest(from) && !/^(?:bench|scripts)\//.test(from))).toEqual(
      [],
    );
  });

  /** What each folder of core may import of the others; ports.ts and home.ts are types of the environment. */
  const layers: Readonly<Record<string, readonly string[]>> = {
    crypto: [],
    vault: [],
    store: ["ports.ts"],
    tools: ["vault", "ports.ts"],
    keys: ["crypto", "seal", "ports.ts"],
    seal: ["crypto", "keys", "vault"],
    sync: ["seal", "store", "vault", "ports.ts"],
    adapters: ["crypto", "store", "sync", "ports.ts", "home.ts"],
    account: ["crypto", "keys", "seal", "store", "sync", "vault", "ports.ts", "home.ts", "client.ts", "replica-client.ts"],
  };

  it.each(Object.entries(layers))("in core, %s imports only %j", (folder, allowed) => {
    expect(
      offending(
        ({ from, to }) =>
          inCore(from) && coreFolder(from) === folder && to.startsWith(coreSource) && ![folder, ...allowed].includes(coreFolder(to)),
      ),
    ).toEqual([]);
  });

  it("every folder of core has its layer", () => {
    const folders = sources
      .filter(({ path }) => inCore(path) && path.slice(coreSource.length).includes("/"))
      .map(({ path }) => coreFolder(path));
    expect([...new Set(folders)].sort()).toEqual([...Object.keys(layers), "testing"].sort());
  });

  it("no file of core outside seal imports both vault and crypto", () => {
    const reaches = (from: string, folder: string): boolean =>
      imports.some((one) => one.from === from && one.to.startsWith(`${coreSource}${folder}/`));
    const both = sources.filter(({ path }) => inCore(path) && reaches(path, "vault") && reaches(path, "crypto")).map(({ path }) => path);
    expect(both.filter((path) => !["seal", "testing"].includes(coreFolder(path)))).toEqual([]);
  });
});

describe("documents", () => {
  it("ARCHITECTURE.md names only paths that exist", () => {
    const text = textOf("ARCHITECTURE.md");
    const paths = [...text.matchAll(/`([A-Za-z.][\w.-]*(?:\/[\w.-]+)*\/?)`/g)]
      .map((match) => match[1] ?? "")
      .filter((path) => path.includes("/") || /\.(?:ts|js|md|json|txt)$/.test(path));
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });

  it("every link between documents leads to a file", () => {
    const links = files
      .filter(({ path }) => path.endsWith(".md"))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => ({ path, link: match[1] ?? "" })),
      );
    expect(links.filter(({ path, link }) => !exists(join(dirname(path), link))).map(({ path, link }) => `${path} → ${link}`)).toEqual([]);
  });

  it("docs/spec/fields.md lists every kind with its fields, concealed ones marked", () => {
    const rows = new Map(
      [...textOf("docs/spec/fields.md").matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map((match) => [match[1], match[2] ?? ""]),
    );
    for (const { name, fields } of listedKinds) {
      const marks = fields
        .filter(({ path }) => path !== "title" && path !== "note")
        .map(({ path, concealed }) => `${path}${concealed ? " ●" : ""}`);
      expect([...(rows.get(name) ?? "").matchAll(/`([a-z-]+)`( ●)?/g)].map((match) => `${match[1]}${match[2] ?? ""}`)).toEqual(marks);
    }
  });

  it("no two rules of the specification have one number", () => {
    const numbers = stated.map(([id]) => id);
    expect(numbers.filter((id, i) => numbers.indexOf(id) !== i)).toEqual([]);
  });

  it("every rule of the specification is cited by a test", () => {
    expect(rules.size).toBeGreaterThan(50);
    expect([...rules.keys()].filter((id) => !cited.has(id))).toEqual([]);
  });

  it("every rule that a test or a comment names is in the specification", () => {
    expect([...cited].filter((id) => !rules.has(id))).toEqual([]);
    expect(named.filter(({ id }) => !rules.has(id)).map(({ id, path }) => `${id} in ${path}`)).toEqual([]);
  });
});

describe("sources", () => {
  const offendingFiles = (among: readonly { path: string; text: string }[], form: RegExp, of = (text: string) => text): readonly string[] =>
    among.filter(({ text }) => form.test(of(text))).map(({ path }) => path);

  it("have at most 400 lines", () => {
    expect(sources.filter(({ text }) => text.split("\n").length > 401).map(({ path }) => path)).toEqual([]);
  });

  it("open with what they are for", () => {
    const opening = /^(?:#![^\n]*\n)?\s*(?:\/\/|\/\*)/;
    expect(sources.filter(({ path, text }) => !isTest(path) && !opening.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("trust the type checker", () => {
    expect(
      offendingFiles(sources, /(?::|<|\bas|\|)\s*any\b(?!\s*\()(?=\s*[;,)>=\]|[{]|\s*$)/m, (text) =>
        codeOf(text).replace(/"[^"\n]*"/g, '""'),
      ),
    ).toEqual([]);
    expect(offendingFiles(sources, new RegExp(`@ts-${"(?:ignore|nocheck|expect-error)"}`))).toEqual([]);
  });

  it("leave nothing for later", () => {
    expect(
      offendingFiles(files, new RegExp(`\\b(?:${["TO", "FIX", "XX"].map((half, i) => half + ["DO", "ME", "X"][i]).join("|")})\\b`)),
    ).toEqual([]);
  });

  it("skip no test and single none out", () => {
    expect(
      offendingFiles(sources, /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|only|todo|fails|skipIf|runIf)\b|\bx(?:it|describe)\(/, codeOf),
    ).toEqual([]);
  });

  it("name no machine and no registry", () => {
    const folders = ["root", "work", "Users", "home/[a-z]"].map((folder) => `(?<![\\w.])/${folder}/`);
    const hosts = ["registry\\.", "npmjs\\.(?:org|com)/", "npmmirror", "verdaccio"].map((host) => `https?://[^\\s"]*${host}`);
    expect(offendingFiles(files, new RegExp([...folders, ...hosts].join("|")))).toEqual([]);
  });
});

describe("dependencies", () => {
  const where = ({ name, version, path }: Dependency): string => `${name} ${version} in ${path}`;

  it("have exact versions, one for each package", () => {
    expect(dependencies.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version)).map(where)).toEqual([]);
    const versions = new Map(dependencies.map(({ name, version }) => [name, version]));
    expect(dependencies.filter(({ name, version }) => versions.get(name) !== version).map(where)).toEqual([]);
  });

  it("have their line in docs/dependencies.md, and no line is left over", () => {
    const lines = new Map(
      [...textOf("docs/dependencies.md").matchAll(/^\| `([^`]+)` \| (\d+\.\d+\.\d+) \|/gm)].map((match) => [match[1], match[2]]),
    );
    expect(dependencies.filter(({ name, version }) => lines.get(name) !== version).map(where)).toEqual([]);
    expect([...lines.keys()].filter((line) => !dependencies.some(({ name }) => name === line))).toEqual([]);
  });

  it("are named by the workspace that imports them; tests may use each that is named somewhere", () => {
    const packageOf = (to: string): string =>
      to
        .split("/")
        .slice(0, to.startsWith("@") ? 2 : 1)
        .join("/");
    const mayImport = (from: string, name: string): boolean =>
      dependencies.some((one) => one.name === name && (isTest(from) || from.startsWith(one.path.slice(0, -"package.json".length))));
    const bare = imports.filter(({ to }) => !to.startsWith("node:") && !to.startsWith("@holdfast/") && !exists(to));
    expect(bare.length).toBeGreaterThan(20);
    expect(bare.filter(({ from, to }) => !mayImport(from, packageOf(to))).map(said)).toEqual([]);
  });

  it.each(["package-lock.json", "scripts/mutation/package-lock.json"])(
    "[attack 126] of %s are locked by their hash, from wherever they come",
    (path) => {
      const lock: { packages: Readonly<Record<string, { link?: boolean; resolved?: string; integrity?: string; version?: string }>> } =
        JSON.parse(textOf(path));
      const installed = Object.entries(lock.packages).filter(([path, { link }]) => path.includes("node_modules/") && link !== true);
      expect(installed.length).toBeGreaterThan(20);
      expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
      expect(
        installed.filter(([, { integrity, version }]) => integrity === undefined || version === undefined).map(([path]) => path),
      ).toEqual([]);
    },
  );

  it("[attack 126] run no scripts when they are installed", () => {
    for (const path of [".npmrc", "scripts/mutation/.npmrc"]) expect(textOf(path)).toMatch(/^ignore-scripts=true$/m);
  });
});
