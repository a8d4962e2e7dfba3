import { expect, it } from "vitest";
import { lacking } from "./lacking.ts";

const whole = {
  isSecureContext: true,
  indexedDB: {},
  crypto: { subtle: { generateKey: async () => ({}) } },
  URL: { parse: () => null },
  navigator: { locks: {} },
  Worker: class {},
  BroadcastChannel: class {},
  WebAssembly: {},
};
const page = (changed: object): typeof globalThis => ({ ...whole, ...changed }) as unknown as typeof globalThis;

it("lacks nothing where all parts are there", async () => {
  expect(await lacking(page({}))).toBe(null);
});

it("names what is missing, the address first", async () => {
  expect(await lacking(page({ isSecureContext: false, crypto: {} }))).toBe("secure-address");
  expect(await lacking(page({ indexedDB: undefined }))).toBe("storage");
  const withoutEd25519 = { subtle: { generateKey: () => Promise.reject(new DOMException("", "NotSupportedError")) } };
  for (const part of [
    { crypto: {} },
    { crypto: withoutEd25519 },
    { navigator: {} },
    { Worker: undefined },
    { BroadcastChannel: undefined },
    { URL: {} },
  ]) {
    expect(await lacking(page(part))).toBe("newer-browser");
  }
});
