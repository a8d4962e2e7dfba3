// The built web app as the server gives it out: every file of one folder, read once and found by its exact path, so that no path leads
// anywhere else. What is named by its content is kept by browsers for ever; all else is asked for again each time. // C37

import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

export interface WebFile {
  readonly type: string;
  /** By the encoding's name; `identity` is the file itself. */
  readonly forms: ReadonlyMap<Encoding, Uint8Array<ArrayBuffer>>;
  readonly etag: string;
  /** Its name says its content: it never changes. */
  readonly immutable: boolean;
}

/** Files by their paths, which begin with a slash; `/` is the page. */
export type WebApp = ReadonlyMap<string, WebFile>;

type Encoding = "br" | "gzip" | "identity";
/** The build lays them beside a file; the smaller first. */
const packed: readonly (readonly [Encoding, string])[] = [
  ["br", ".br"],
  ["gzip", ".gz"],
];

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** What a build may hold, so that a wrong folder is refused and not read into memory. */
const mostFiles = 1_000;
const mostBytes = 64 * 1024 * 1024;

/** Every file of a type that browsers are given, in `folder` and below. Throws where it can't be read or is no build of an app. */
export async function readWebApp(folder: string): Promise<WebApp> {
  const paths = await filesIn(folder, "");
  const bytes = new Map<string, Uint8Array<ArrayBuffer>>();
  let size = 0;
  for (const path of paths) {
    const content = Uint8Array.from(await readFile(join(folder, path)));
    size += content.length;
    if (size > mostBytes) throw new Error("This folder is too large for a web app.");
    bytes.set(path, content);
  }
  const app = new Map<string, WebFile>();
  for (const [path, content] of bytes) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    app.set(path === "/index.html" ? "/" : path, fileOf(path, type, content, bytes));
  }
  if (!app.has("/")) throw new Error("This folder holds no web app.");
  return app;
}

function fileOf(path: string, type: string, content: Uint8Array<ArrayBuffer>, all: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): WebFile {
  const forms = new Map<Encoding, Uint8Array<ArrayBuffer>>();
  for (const [encoding, ending] of packed) {
    const form = all.get(path + ending);
    if (form !== undefined && form.length < content.length) forms.set(encoding, form);
  }
  forms.set("identity", content);
  const etag = `W/"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`;
  return { type, forms, etag, immutable: path.startsWith("/assets/") };
}

/** Links are left out: what they lead to is not of this folder. */
async function filesIn(folder: string, under: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(join(folder, under))) {
    const path = `${under}/${name}`;
    const stats = await lstat(join(folder, path));
    if (stats.isDirectory()) found.push(...(await filesIn(folder, path)));
    else if (stats.isFile()) found.push(path);
    if (found.length > mostFiles) throw new Error("This folder holds too many files for a web app.");
  }
  return found;
}

export function webAnswer(file: WebFile, request: Request): Response {
  const headers = {
    "content-type": file.type,
    etag: file.etag,
    vary: "accept-encoding",
    "cache-control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (request.headers.get("if-none-match")?.includes(file.etag)) return new Response(null, { status: 304, headers });
  const taken = (request.headers.get("accept-encoding") ?? "").split(",").map((part) => part.split(";")[0]?.trim());
  for (const [encoding, form] of file.forms) {
    if (encoding !== "identity" && !taken.includes(encoding)) continue;
    const body = request.method === "HEAD" ? null : form;
    return new Response(body, { headers: encoding === "identity" ? headers : { ...headers, "content-encoding": encoding } });
  }
  return new Response(null, { status: 406, headers });
}
