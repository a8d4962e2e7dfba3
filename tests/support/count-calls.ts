// Notes which questions a server's storage is asked, in order, while it stands there.

import type { MemoryStorage } from "@holdfast/server/testing/memory";

type Method = (...given: unknown[]) => unknown;

export function countCalls(storage: MemoryStorage): { readonly calls: string[]; stop(): void } {
  const calls: string[] = [];
  const undo: (() => void)[] = [];
  const watch = (name: string, target: object): void => {
    const names = new Set([...Object.getOwnPropertyNames(target), ...Object.getOwnPropertyNames(Object.getPrototypeOf(target))]);
    for (const key of names) {
      const method: unknown = Reflect.get(target, key);
      if (key === "constructor" || typeof method !== "function" || key in Object.prototype) continue;
      const own = Object.getOwnPropertyDescriptor(target, key);
      const value: Method = (...given) => {
        calls.push(`${name}.${key}`);
        return Reflect.apply(method, target, given);
      };
      Object.defineProperty(target, key, { value, configurable: true, writable: true });
      undo.push(() => (own ? Object.defineProperty(target, key, own) : Reflect.deleteProperty(target, key)));
    }
  };
  watch("accounts", storage.accounts);
  watch("vaults", storage.vaults);
  return { calls, stop: () => undo.forEach((back) => void back()) };
}
