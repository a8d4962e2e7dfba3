import { expect, it } from "vitest";
import { lacking } from "./lacking.ts";

const whole = {
  isSecureContext: true,
  indexedDB: {},
  crypto: { subtle: {} },
  navigator: { locks: {} },
  Worker: class {},
  BroadcastChannel: class {},
  WebAssembly: {},
};
const page = (changed: object): typeof globalThis => ({ ...whole, ...changed }) as unknown as typeof globalThis;

it("lacks nothing where all parts are there", () => {
  expect(lacking(page({}))).toBe(null);
});

it("names what is missing, the address first", () => {
  expect(lacking(page({ isSecureContext: false, crypto: {} }))).toBe("secure-address");
  expect(lacking(page({ indexedDB: undefined }))).toBe("storage");
  for (const part of [{ crypto: {} }, { navigator: {} }, { Worker: undefined }, { BroadcastChannel: undefined }]) {
    expect(lacking(page(part))).toBe("newer-browser");
  }
});
