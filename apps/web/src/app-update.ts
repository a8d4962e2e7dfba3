// The app on the device: keeps it there, and says when a newer build has come and waits.

import type { Platform } from "@holdfast/ui";
import { ownAddress } from "./own-address.ts";

/** Often enough for a tab that is never closed, in milliseconds. */
const lookEvery = 60 * 60_000;

export function appUpdate(): NonNullable<Platform["update"]> {
  const listeners = new Set<() => void>();
  let waiting: ServiceWorker | null = null;
  const wait = (worker: ServiceWorker): void => {
    waiting = worker;
    for (const listener of [...listeners]) listener();
  };
  if ("serviceWorker" in navigator) {
    // Without it the app works all the same, as long as there is a network.
    void watch(wait).catch(() => {});
  }
  return {
    ready: () => waiting !== null,
    watch(came) {
      listeners.add(came);
      return () => void listeners.delete(came);
    },
    take() {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting?.postMessage("take over");
    },
  };
}

async function watch(wait: (worker: ServiceWorker) => void): Promise<void> {
  const registration = await navigator.serviceWorker.register(ownAddress("/service-worker.js"), { scope: "/" });
  const look = (worker: ServiceWorker | null): void => {
    // The first one that is ever installed has nothing to take over from.
    if (worker?.state === "installed" && navigator.serviceWorker.controller !== null) wait(worker);
  };
  look(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => look(worker));
  });
  setInterval(() => void registration.update().catch(() => {}), lookEvery);
}
