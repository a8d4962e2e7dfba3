// Histories of one item for property tests: made by real runs of create, apply and merge on several devices with wrong clocks,
// and made up freely as any set of registers that parse accepts. For tests alone.

import { assert } from "@holdfast/protocol";
import fc from "fast-check";
import {
  type Author,
  apply,
  type ConflictMark,
  type Content,
  create,
  type Edit,
  encodeContent,
  type Item,
  merge,
  type Path,
  type Register,
  type Value,
} from "../vault/index.ts";
import { agree, compareRegisters } from "../vault/register.ts";
import { firstTime, lastTime } from "../vault/stamp.ts";

/** A device's id for tests, from a small number. */
export const deviceHex = (number: number): string => number.toString(16).padStart(32, "0");

/** Some devices: the greater number is the greater id. */
export const phone = deviceHex(0xa1);
export const laptop = deviceHex(0xb2);
export const tablet = deviceHex(0xc3);

/** Milliseconds since 1970 in 2026, when most tests happen. */
export const noon = 1_780_000_000_000;

export const by = (device: string, now: number = noon): Author => ({ device, now });

export const edit = (values: Readonly<Record<Path, Value>>): Edit => new Map(Object.entries(values));

/** Applies an edit that can't fail. */
export function edited(item: Item, values: Readonly<Record<Path, Value>> | Edit, author: Author): Item {
  const result = apply(item, values instanceof Map ? values : edit(values as Record<Path, Value>), author);
  assert(result.ok, "the edit applies");
  return result.value;
}

export function created(kind: string, values: Readonly<Record<Path, Value>>, author: Author): Item {
  const result = create(kind, edit(values), author);
  assert(result.ok, "the item can be made");
  return result.value;
}

/** The text of a content: equal texts are equal bytes. */
export const textOf = (content: Content): string => new TextDecoder().decode(encodeContent(content));

export function mergedItem(a: Content, b: Content, base: Content | null = null): Item {
  const merged = merge(a, b, base);
  assert("fields" in merged, "an item came of it");
  return merged;
}

// ── real runs ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One thing that happens in a run: a device edits one or two fields, or takes in what another device has. */
export type Happening =
  | { readonly does: "edit"; readonly device: number; readonly values: Edit; readonly clock: number }
  | { readonly does: "hear"; readonly device: number; readonly from: number };

/** Clocks of devices: right, late, early, and out of every bound. */
const clock = fc.oneof(
  fc.integer({ min: noon, max: noon + 3 }),
  fc.constantFrom(firstTime, lastTime, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, noon - 315_576_000_000, noon + 315_576_000_000),
);

const paths: readonly Path[] = ["title", "password", "tag/work"];
const values: fc.Arbitrary<Value> = fc.constantFrom<Value>("one", "two", "three", true, null);

const field: fc.Arbitrary<readonly [Path, Value]> = fc.tuple(fc.constantFrom(...paths), values);
const trashField: fc.Arbitrary<readonly [Path, Value]> = fc.tuple(fc.constant("trashed"), fc.constantFrom<Value>(null, noon, noon + 1));

/** What happens on `devices` devices, at most `most` happenings; with `trash`, items are also trashed and restored. */
export function happenings(devices: number, most: number, trash: boolean): fc.Arbitrary<readonly Happening[]> {
  const device = fc.nat(devices - 1);
  const one = trash ? fc.oneof({ weight: 2, arbitrary: field }, { weight: 1, arbitrary: trashField }) : field;
  const edits = fc.record({
    does: fc.constant("edit" as const),
    device,
    values: fc.array(one, { minLength: 1, maxLength: 2 }).map((fields): Edit => new Map(fields)),
    clock,
  });
  const hears = fc.record({ does: fc.constant("hear" as const), device, from: device });
  return fc.array(fc.oneof({ weight: 3, arbitrary: edits }, { weight: 2, arbitrary: hears }), { maxLength: most });
}

/** What the devices hold after a run that began with one item on all of them. `step` is told of everything that happened. */
export function run(
  devices: number,
  happened: readonly Happening[],
  step?: (happening: Happening, before: Item, after: Item) => void,
): Item[] {
  const start = created("login", { title: "start", password: "start" }, by(deviceHex(0xf0), firstTime));
  const held = Array.from({ length: devices }, () => start);
  for (const happening of happened) {
    const before = held[happening.device] ?? start;
    const after =
      happening.does === "edit"
        ? edited(before, happening.values, by(deviceHex(happening.device + 1), happening.clock))
        : mergedItem(before, held[happening.from] ?? start);
    held[happening.device] = after;
    step?.(happening, before, after);
  }
  return held;
}

// ── anything that parse accepts ──────────────────────────────────────────────────────────────────────────────────────────────

const register: fc.Arbitrary<Register> = fc
  .tuple(fc.nat(2), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }))
  // One device makes one value with one stamp.
  .map(([, stamp, device]): Register => [["one", "two", "three"][(stamp * 7 + device) % 3] ?? null, stamp, deviceHex(device)]);

/** Any descending registers below the bounds, with marks on any of them that may stand. */
const line = fc
  .tuple(fc.uniqueArray(register, { minLength: 1, maxLength: 5, comparator: (a, b) => compareRegisters(a, b) === 0 }), fc.nat(31))
  .map(([registers, chosen]) => {
    const descending = registers.toSorted((a, b) => compareRegisters(b, a));
    const marks = descending.flatMap((loser, index): ConflictMark[] => {
      const agreed = descending.slice(0, index).some((greater) => agree("title", greater, loser));
      return index === 0 || agreed || ((chosen >> index) & 1) === 0 ? [] : [[descending[0]?.[1] ?? 0, loser[1], loser[2]]];
    });
    return { registers: descending, marks };
  });

/** Any item without a trash, whoever could have made it. */
export const anyItem: fc.Arbitrary<Item> = fc
  .array(fc.tuple(fc.constantFrom("title", "password", "later/7"), line), { maxLength: 3 })
  .map((lines): Item => {
    const byPath = new Map(lines);
    return {
      v: 1,
      kind: "login",
      fields: new Map([...byPath].map(([path, { registers }]) => [path, registers])),
      conflicts: new Map([...byPath].flatMap(([path, { marks }]) => (marks.length === 0 ? [] : [[path, marks] as const]))),
    };
  });
