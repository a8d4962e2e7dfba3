// Preferences in localStorage: how it looks and when it locks. What is not understood counts as not said.

import type { Preferences, PreferenceValues } from "@holdfast/ui";

const key = "holdfast preferences";
const usual: PreferenceValues = { theme: "system", density: "default", lockAfter: 15, order: "title" };
const mostMinutes = 24 * 60;

function read(): PreferenceValues {
  let said: unknown = null;
  try {
    said = JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    // Damaged, or there is no storage: the usual.
  }
  if (typeof said !== "object" || said === null) return usual;
  const told = new Map(Object.entries(said));
  const one = <T>(name: string, values: readonly T[], otherwise: T): T => values.find((value) => value === told.get(name)) ?? otherwise;
  const minutes = told.get("lockAfter");
  const lockAfter = minutes === null || (Number.isInteger(minutes) && minutes > 0 && minutes <= mostMinutes) ? minutes : usual.lockAfter;
  return {
    theme: one("theme", ["system", "light", "dark"], usual.theme),
    density: one("density", ["default", "compact"], usual.density),
    order: one("order", ["title", "changed"], usual.order),
    lockAfter,
  };
}

export function webPreferences(): Preferences {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  addEventListener("storage", (event) => {
    if (event.key === key) tell();
  });
  return {
    read,
    write(change) {
      try {
        localStorage.setItem(key, JSON.stringify({ ...read(), ...change }));
      } catch {
        // No storage to be had: it holds until the page is closed nowhere, and nothing of the vault hangs on it.
      }
      tell();
    },
    watch(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
  };
}
