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
  const look = (worker: ServiceWorker): void => {
    if (worker.state === "installed") wait(worker);
  };
  const follow = (worker: ServiceWorker | null): void => {
    // The first one that is ever installed has nothing to take over from. Once it is installed Safari can't tell it from a later one: it
    // controls the page at that moment already.
    if (worker === null || registration.active === null) return;
    look(worker);
    worker.addEventListener("statechange", () => look(worker));
  };
  follow(registration.waiting);
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  setInterval(() => void registration.update().catch(() => {}), lookEvery);
}
