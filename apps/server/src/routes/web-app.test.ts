import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { routes } from "@holdfast/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { readWebApp } from "./web-app.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-web-"));
const outside = mkdtempSync(join(tmpdir(), "holdfast-outside-"));
const script = "export const words = 'ever the same';\n".repeat(50);
const page = '<!doctype html><title>Holdfast</title><script type="module" src="/assets/app-1a2b.js"></script>';

let server: TestServer;
beforeAll(async () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), page);
  writeFileSync(join(folder, "assets/app-1a2b.js"), script);
  writeFileSync(join(folder, "assets/app-1a2b.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "assets/app-1a2b.js.gz"), gzipSync(script));
  writeFileSync(join(folder, "sw.js"), "self.skipWaiting;");
  writeFileSync(join(folder, "notes.ts"), "not for browsers");
  writeFileSync(join(outside, "secret.txt"), "outside");
  symlinkSync(join(outside, "secret.txt"), join(folder, "secret.txt"));
  const app = await readWebApp(folder);
  server = createTestServer({ web: () => app });
});
afterAll(() => {
  for (const made of [folder, outside]) rmSync(made, { recursive: true });
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  server.fetch(new Request(server.origin + path, { headers: { ...headers } }));

describe("the web app", () => {
  it("[C37] is the page at the root, and each file under its own path", async () => {
    const root = await get("/");
    expect([root.status, await root.text(), root.headers.get("content-type")]).toEqual([200, page, "text/html; charset=utf-8"]);
    expect(root.headers.get("cache-control")).toBe("no-cache");
    const asset = await get("/assets/app-1a2b.js");
    expect([asset.status, await asset.text()]).toEqual([200, script]);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await get("/sw.js")).headers.get("cache-control")).toBe("no-cache");
  });

  it("[C37] gives the packed form to those who take it, and nothing to those who have it", async () => {
    const br = await get("/assets/app-1a2b.js", { "accept-encoding": "gzip, deflate, br" });
    expect(br.headers.get("content-encoding")).toBe("br");
    expect(brotliDecompressSync(await br.arrayBuffer()).toString()).toBe(script);
    const gzip = await get("/assets/app-1a2b.js", { "accept-encoding": "gzip;q=1.0" });
    expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(script);
    expect(br.headers.get("vary")).toBe("accept-encoding");
    const again = await get("/assets/app-1a2b.js", { "if-none-match": br.headers.get("etag") ?? "" });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/secret.txt",
    "/notes.ts",
    "/assets/app-1a2b.js.br",
    "/assets/",
    "/assets",
    "/index.html",
    "//etc/passwd",
    "/vault",
  ])("[C37] has nothing else: %s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it("[C20] [attack 87] lets its own scripts run and nobody else's, on every file, and is embedded by nobody", async () => {
    for (const path of ["/", "/assets/app-1a2b.js", "/sw.js"]) {
      const { headers } = await get(path);
      const policy = (headers.get("content-security-policy") ?? "").split("; ");
      expect(policy).toEqual([
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types holdfast",
      ]);
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("permissions-policy")).toBe("camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("set-cookie")).toBeNull();
    }
  });

  it("[C20] leaves answers to programs as they are", async () => {
    for (const path of [routes.health, "/nothing"]) {
      const { headers } = await get(path);
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it("[C20] asks browsers for TLS for two years where the server has it", async () => {
    const app = await readWebApp(folder);
    const secure = createTestServer({ web: () => app, origin: "https://vault.example.org" });
    const { headers } = await secure.fetch(new Request("https://vault.example.org/"));
    expect(headers.get("strict-transport-security")).toBe("max-age=63072000");
  });
});

it("[C37] refuses a folder that holds no web app", async () => {
  await expect(readWebApp(outside)).rejects.toThrow("no web app");
});

it("[C20] answers a question for the head alone with the same headers and no body", async () => {
  const [whole, head] = await Promise.all(
    ["GET", "HEAD"].map((method) => server.fetch(new Request(`${server.origin}/`, { method, headers: { "accept-encoding": "gzip" } }))),
  );
  expect(Object.fromEntries(head?.headers ?? [])).toEqual(Object.fromEntries(whole?.headers ?? []));
  expect(await head?.text()).toBe("");
});

it("lets who asks for the page wait until the app is built, and answers all else meanwhile", async () => {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof readWebApp>> | null>();
  const building = createTestServer({ web: () => promise });
  const get = async (path: string) => (await building.fetch(new Request(`${building.origin}${path}`))).text();
  const root = get("/");
  expect(JSON.parse(await get(routes.health))).toEqual({ status: "ok" });
  resolve(await readWebApp(folder));
  expect(await root).toBe(page);
});

it("shows the page of a server alone where there is no app after all", async () => {
  const alone = createTestServer({ web: async () => null });
  expect(await (await alone.fetch(new Request(`${alone.origin}/`))).text()).toContain("This is a Holdfast server");
});
