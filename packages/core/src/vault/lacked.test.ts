// What a device's item says that it lacks: written, read back, bounded, and nothing where something else stands there.

import { describe, expect, it } from "vitest";
import { apply, create } from "./apply.ts";
import type { Item, Tombstone, Value } from "./item.ts";
import { type Lacked, lackedOf, lacksEdit, mostLacked } from "./lacked.ts";

const author = { device: "d".repeat(32), now: 0 };
const made = (kind: string, fields: Readonly<Record<string, Value>>): Item => {
  const item = create(kind, new Map(Object.entries(fields)), author);
  if (!item.ok) throw new Error(item.error.type);
  return item.value;
};
const device = (fields: Readonly<Record<string, Value>> = {}) => made("device", { title: "Laptop", ...fields });
const lacked = (number: number): Lacked => ({ item: number.toString(16).padStart(32, "0"), hash: number.toString(16).padStart(64, "0") });
const after = (item: Item, ...edit: Parameters<typeof lacksEdit> extends [unknown, ...infer Rest] ? Rest : never): Item => {
  const told = apply(item, lacksEdit(item, ...edit), author);
  if (!told.ok) throw new Error(told.error.type);
  return told.value;
};

describe("what a device lacks", () => {
  it("[S40] [S42] is read back as it was told, what was replaced behind what is lacked", () => {
    expect(lackedOf(device())).toEqual([]);
    const one = after(device(), [lacked(1), lacked(2)]);
    expect(lackedOf(one)).toEqual([lacked(1), lacked(2)]);
    const replaced = after(one, [], [lacked(1)]);
    expect(lackedOf(replaced)).toEqual([lacked(1)]);
    expect(lackedOf(after(replaced, [lacked(3)], [lacked(4)]))).toEqual([lacked(3), lacked(4), lacked(1)]);
    for (const same of [replaced, device()]) expect(after(same, [])).toBe(same);
  });

  it("[S40] has a bound on either side", () => {
    const many = Array.from({ length: 3 * mostLacked }, (_, i) => lacked(i));
    expect(lackedOf(after(device(), many, many)).length).toBe(2 * mostLacked);
    const written = lacksEdit(device(), many, many);
    expect(["lacks", "replaced"].map((path) => written.get(path))).toMatchObject([{ length: mostLacked }, { length: mostLacked }]);
    const purged: Tombstone = { v: 1, purged: [0, author.device, 0] };
    expect([...lacksEdit(purged, [], [lacked(1)]).values()]).toEqual([null, [[lacked(1).item, lacked(1).hash]]]);
    expect(lackedOf(device({ lacks: many.map(({ item, hash }) => [item, hash]) })).length).toBe(mostLacked);
  });

  it("is nothing in an item of another kind, a tombstone, or where no such list stands", () => {
    const told = [[lacked(1).item, lacked(1).hash]];
    expect(lackedOf(made("login", { lacks: told }))).toEqual([]);
    expect(lackedOf({ v: 1, purged: [0, author.device, 0] })).toEqual([]);
    for (const value of [
      "x",
      7,
      true,
      { a: 1 },
      [1],
      [["00"]],
      [["g".repeat(32), "0".repeat(64)]],
      [[lacked(1).item]],
      [[[lacked(1).item], [lacked(1).hash]]],
    ] as Value[]) {
      expect(lackedOf(device({ lacks: value, replaced: value }))).toEqual([]);
    }
    expect(lackedOf(device({ lacks: [...told, "x"] }))).toEqual([lacked(1)]);
  });
});
