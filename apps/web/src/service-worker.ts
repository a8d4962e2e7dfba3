// Keeps the app itself on the device, so that it opens without a network: every file of one build, taken as a whole when it is installed. A
// new build waits beside the old one until the person lets it in, or no tab is open any more; the two are never mixed. It keeps nothing that
// the server answers to devices, and nothing of a vault.

/** The files of this build and its name; the build puts them in. */
declare const buildFiles: { readonly name: string; readonly paths: readonly string[] };

const worker = self as unknown as ServiceWorkerScope;
const prefix = "holdfast ";
const cacheName = prefix + buildFiles.name;
const kept: ReadonlySet<string> = new Set(buildFiles.paths);

/** What of a service worker is used here (W3C Service Workers, section 4). */
interface ServiceWorkerScope {
  addEventListener(type: "install" | "activate", listener: (event: { waitUntil(done: Promise<unknown>): void }) => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: "fetch",
    listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

worker.addEventListener("install", (event) => {
  // From the server itself: what the browser's own cache holds may be of another build.
  const fresh = buildFiles.paths.map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "no-cache" }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(fresh)));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !kept.has(pathname)) return;
  event.respondWith(fromBuild(pathname, event.request));
});

/** The browser may have thrown the cache away: then the network has it. */
async function fromBuild(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)));
}
