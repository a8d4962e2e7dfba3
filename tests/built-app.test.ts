// The web app as it is built: what its scripts must not hold, whoever wrote them, and what its service worker keeps of which build.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./tidy/repository.ts";

const outDir = mkdtempSync(join(tmpdir(), "holdfast-built-"));
/** Every file that is text, by its path. */
const texts = new Map<string, string>();

beforeAll(async () => {
  await build({ root: join(root, "apps/web"), logLevel: "error", build: { outDir, emptyOutDir: true } });
  for (const path of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
    if (/\.(?:js|css|html|svg|webmanifest)$/.test(path)) texts.set(path, readFileSync(join(outDir, path), "utf8"));
  }
});
afterAll(() => rmSync(outDir, { recursive: true }));

describe("what is built", () => {
  it("[attack 128] makes no code from text", () => {
    expect([...texts.keys()].filter((path) => path.endsWith(".js")).length).toBeGreaterThan(10);
    const making = /\beval\s*[()]|\bFunction\s*\(|\bset(?:Timeout|Interval)\s*\(\s*["'`]|\bimportScripts\b|\bimport\s*\(\s*["'`](?!\.\/)/;
    expect([...texts].filter(([, text]) => making.test(text)).map(([path]) => path)).toEqual([]);
  });

  /** None of them is ever asked: names of XML, words of a message, examples, and what is put before a typed address. */
  const names = [
    "http://localhost",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/XML/1998/namespace",
    "https://",
    "https://react.dev/errors/",
    "https://vault.example.org",
  ];

  const licence = /\/\*![\s\S]*?\*\//g;

  it("[attack 128] names no address of somebody else's but these", () => {
    const named = [...texts.values()].flatMap(
      (text) => text.replace(licence, "").match(/\b(?:https?|wss?|ftp):\/\/[^\s"'`<>()$,\\]*/g) ?? [],
    );
    expect([...new Set(named.map((address) => address.replace(/\.$/, "")))].sort()).toEqual(names);
    // Nor one without its scheme.
    expect([...texts].filter(([, text]) => /["'`(=]\/\/[\w-]+\.[a-z]/i.test(text)).map(([path]) => path)).toEqual([]);
  });
});

it("the page knows the files of each part that it fetches when it is wanted", () => {
  const page = [...texts].find(([path]) => /^assets\/index-[^/]+\.js$/.test(path))?.[1] ?? "";
  const files: unknown = JSON.parse(/^const partFiles=(\{.*\});$/m.exec(page)?.[1] ?? "null");
  const source = readFileSync(join(root, "packages/ui/src/windows/over.tsx"), "utf8");
  const parts = [...source.matchAll(/part\("([\w-]+)", async \(\) => \(await import\("[^"]*\/([\w-]+)\.tsx"\)\)/g)];
  expect(parts.length).toBe(source.match(/\bpart\(/g)?.length);
  for (const [, name = "", file] of parts) {
    expect(name).toBe(file);
    const own: unknown = Reflect.get(Object(files), name);
    expect(own).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^/assets/${name}-[^/]+\\.js$`))]));
    for (const path of own as readonly string[]) expect(texts.has(path.slice(1)), path).toBe(true);
  }
});

type Heard = (event: { waitUntil(done: Promise<unknown>): void; respondWith(answer: Promise<unknown>): void; request: unknown }) => void;

/** The service worker of the build, over a browser's caches by their names. */
function serviceWorker(caches: Map<string, Map<string, string>>, network: (path: string, cache: string | undefined) => string) {
  const origin = "https://vault.example.org";
  const heard = new Map<string, Heard>();
  class Request {
    readonly method = "GET";
    readonly url: string;
    readonly path: string;
    readonly cache: string | undefined;
    constructor(path: string, options: { cache?: string } = {}) {
      this.url = new URL(path, origin).href;
      this.path = path;
      this.cache = options.cache;
    }
  }
  const open = async (name: string) => {
    const kept = caches.get(name) ?? new Map<string, string>();
    caches.set(name, kept);
    return {
      match: async (path: string) => kept.get(path),
      addAll: async (requests: readonly Request[]) => {
        const came = requests.map(({ path, cache }) => [path, network(path, cache)] as const);
        for (const [path, text] of came) kept.set(path, text);
      },
    };
  };
  runInNewContext(texts.get("service-worker.js") ?? "", {
    self: { addEventListener: (type: string, listener: Heard) => heard.set(type, listener), clients: { claim: async () => {} } },
    caches: { open, keys: async () => [...caches.keys()], delete: async (name: string) => caches.delete(name) },
    location: { origin },
    fetch: async ({ path, cache }: Request) => network(path, cache),
    Request,
    URL,
  });
  return async (type: string, path = "/"): Promise<unknown> => {
    let answer: Promise<unknown> = Promise.resolve();
    const take = (given: Promise<unknown>): void => {
      answer = given;
    };
    heard.get(type)?.({ waitUntil: take, respondWith: take, request: new Request(path) });
    return answer;
  };
}

describe("the service worker", () => {
  it("[attack 91] takes a build as a whole, past what the browser keeps under names that stay, and forgets every other one", async () => {
    const caches = new Map([
      ["holdfast old", new Map([["/", "an old page"]])],
      ["somebody else's", new Map([["/", "not ours"]])],
    ]);
    const asked = new Map<string, string | undefined>();
    const tell = serviceWorker(caches, (path, cache) => {
      asked.set(path, cache);
      return `${path}, new`;
    });
    await tell("install");
    const built = [...texts.keys()].filter((path) => !/^(?:index\.html|service-worker\.js)$/.test(path)).map((path) => `/${path}`);
    expect([...asked.keys()]).toEqual(expect.arrayContaining(["/", ...built]));
    for (const [path, cache] of asked) expect(cache, path).toBe(path.startsWith("/assets/") ? "default" : "no-cache");
    // Until a person lets it in, what is open goes on with the build it began with.
    expect(caches.has("holdfast old")).toBe(true);

    await tell("activate");
    expect([...caches.keys()]).toEqual(["somebody else's", expect.stringMatching(/^holdfast [\da-f]{16}$/)]);
    expect(await tell("fetch")).toBe("/, new");
    // What is no file of the build is none of its business.
    asked.clear();
    expect(await tell("fetch", "/v1/vaults")).toBe(undefined);
    expect([...asked]).toEqual([]);
  });

  it("[attack 91] is not installed where a build does not come whole", async () => {
    const tell = serviceWorker(new Map(), (path) => {
      if (path === "/manifest.webmanifest") throw new Error("the network is gone");
      return path;
    });
    await expect(tell("install")).rejects.toThrow("the network is gone");
  });
});
