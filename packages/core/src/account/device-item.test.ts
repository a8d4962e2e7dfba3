import type { DeviceId } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../testing/arbitrary.ts";
import type { Item, Value } from "../vault/item.ts";
import { deviceKind, kindOf, listedKinds } from "../vault/kinds.ts";
import { deviceEdit, deviceName, uniqueName, withDates } from "./device-item.ts";

const device = "0f".repeat(16);
const titled = (title: Value): Item => ({
  v: 1,
  kind: deviceKind,
  fields: new Map([["title", [[title, 1, device]]]]),
  conflicts: new Map(),
});

describe("a device's name", () => {
  it("is what was wanted where no other device has it, else with the first free number", () => {
    expect(uniqueName("Phone", [])).toBe("Phone");
    expect(uniqueName("  Phone \n", ["Laptop"])).toBe("Phone");
    expect(uniqueName("Phone", ["Phone"])).toBe("Phone (2)");
    expect(uniqueName("Phone", ["Phone (2)", "Phone", "Phone (4)"])).toBe("Phone (3)");
    expect(uniqueName("", [])).toBe("Device");
    expect(uniqueName(" ", ["Device"])).toBe("Device (2)");
  });

  it("is never one of the taken, never empty and of bounded length", () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(6)), (wanted, numbers) => {
        const base = uniqueName(wanted, []);
        const taken = [base, ...numbers.map((number) => `${base} (${number})`)];
        const name = uniqueName(wanted, taken);
        expect(taken).not.toContain(name);
        expect(name.startsWith(base)).toBe(true);
        expect(base).not.toBe("");
        expect([...base].length).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("is well-formed text, whatever was wanted: no character is cut in two", () => {
    const long = `${"x".repeat(99)}😀😀`;
    expect(uniqueName(long, [])).toBe(`${"x".repeat(99)}😀`);
    fc.assert(
      fc.property(anyText, (wanted) => {
        expect(uniqueName(wanted.repeat(20), []).isWellFormed()).toBe(true);
      }),
    );
  });

  it("stands in the title of its item, whose kind is known and not listed", () => {
    expect(deviceEdit("Phone")).toEqual(new Map([["title", "Phone"]]));
    expect(deviceName(titled("Phone"))).toBe("Phone");
    expect(kindOf(deviceKind)).not.toBeNull();
    expect(listedKinds.map(({ name }) => name)).not.toContain(deviceKind);
  });

  it("is none where the title is no text", () => {
    for (const title of ["", null, 5, true, ["Phone"]]) expect(deviceName(titled(title))).toBeNull();
    expect(deviceName({ ...titled(""), fields: new Map() })).toBeNull();
  });
});

it("takes no time that is no date from the server", () => {
  const device = new Uint8Array(16) as DeviceId;
  const told = [null, 0, 8.64e15, 8.64e15 + 1, Number.MAX_SAFE_INTEGER].map((lastSync) => ({ device, lastSync, seq: 3 }));
  expect(withDates(told).map(({ lastSync }) => lastSync)).toEqual([null, 0, 8.64e15, null, null]);
});
