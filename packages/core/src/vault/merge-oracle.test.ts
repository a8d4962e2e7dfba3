// Two oracles for merging, neither of which shares code with it. The reference merge (testing/reference-merge.ts) is the rules of
// docs/spec/vault.md written down with sets. The truth knows more than any device does: for every edit it remembers what its author had
// seen, and says from that alone what each field must be and which values must be in conflict.

import fc from "fast-check";
import { expect, it } from "vitest";
import { byName, nameOf, reference, referencePurge } from "../testing/reference-merge.ts";
import { anyItem, by, edited, happenings, laptop, mergedItem, noon, phone, run, tablet, textOf } from "../testing/vault-histories.ts";
import {
  canonical,
  encodeContent,
  type Item,
  merge,
  openConflicts,
  type Path,
  type Register,
  type Tombstone,
  type Value,
} from "./index.ts";

it("[M11] a tombstone against real runs and against anything agrees with the reference, with and without a base", () => {
  const runs = happenings(3, 14, true).map((happened) => run(3, happened) as [Item, Item, Item]);
  const free = fc.tuple(anyItem, anyItem, anyItem);
  const stampOff = fc.integer({ min: -6, max: 6 });
  fc.assert(
    fc.property(fc.oneof(runs, free), stampOff, fc.constantFrom("none", "item", "tombstone"), ([a, b], off, known) => {
      const stamps = [...b.fields.values()].map(([newest]) => newest?.[1] ?? 0);
      const grave: Tombstone = { v: 1, purged: [Math.max(1, off + Math.max(0, ...stamps)), tablet, noon] };
      const base = known === "none" ? null : known === "item" ? b : grave;
      for (const item of [a, b]) {
        const merged = merge(item, grave, base);
        expect(textOf(merged)).toBe(textOf(referencePurge(item, grave, base)));
        expect(textOf(merge(grave, item, base))).toBe(textOf(merged));
      }
    }),
    { numRuns: 800 },
  );
});

it("[M1] [M5] [M6] [M7] merging anything agrees with the reference, with and without a base", () => {
  fc.assert(
    fc.property(anyItem, anyItem, fc.option(anyItem), (a, b, base) => {
      expect(textOf(merge(a, b, base))).toBe(textOf(reference(a, b, base)));
    }),
    { numRuns: 1_000 },
  );
});

it("[M9] [M10] merging real runs with trashes agrees with the reference", () => {
  fc.assert(
    fc.property(happenings(3, 14, true), (happened) => {
      const [a, b, c] = run(3, happened) as [Item, Item, Item];
      expect(textOf(merge(a, b, null))).toBe(textOf(reference(a, b, null)));
      expect(textOf(merge(merge(a, b, null), c, a))).toBe(textOf(reference(mergedItem(a, b), c, a)));
    }),
    { numRuns: 500 },
  );
});

// ── the truth ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface TrueEdit {
  readonly path: Path;
  readonly register: Register;
  /** Names of all edits that its author had seen. */
  readonly seen: ReadonlySet<string>;
}

it("[M5] [M6] conflicts are exactly the values that nobody replaced knowingly and nobody repeated later", () => {
  fc.assert(
    fc.property(happenings(4, 16, false), (happened) => {
      const edits = new Map<string, TrueEdit>();
      const known = Array.from({ length: 4 }, () => new Set<string>());
      const learn = (device: number, item: Item, seen: ReadonlySet<string>): void => {
        for (const [path, [register]] of item.fields) {
          if (register === undefined) continue;
          const name = `${path} ${nameOf(register)}`;
          if (!edits.has(name)) edits.set(name, { path, register, seen });
          known[device]?.add(name);
        }
      };
      run(4, [{ does: "hear", device: 0, from: 0 }], (_, start) => [0, 1, 2, 3].forEach((device) => void learn(device, start, new Set())));
      run(4, happened, (happening, _, after) => {
        const mine = known[happening.device] ?? new Set();
        if (happening.does === "hear") for (const name of known[happening.from] ?? []) mine.add(name);
        else learn(happening.device, after, new Set(mine));
        const held = [...mine].flatMap((name) => edits.get(name) ?? []);
        for (const path of after.fields.keys()) {
          const here = held.filter((one) => one.path === path).sort((a, b) => byName(a.register, b.register));
          const standing = here.filter(
            ({ register }, i) =>
              !here.some((later) => later.seen.has(`${path} ${nameOf(register)}`)) &&
              !here.slice(0, i).some((greater) => canonical(greater.register[0]) === canonical(register[0])),
          );
          expect(after.fields.get(path)).toEqual(here.map(({ register }) => register));
          const shown = openConflicts(after).filter((open) => open.path === path);
          expect(shown.map(({ other }) => other)).toEqual(standing.slice(1).map(({ register }) => register));
          expect(standing[0]?.register).toEqual(after.fields.get(path)?.[0]);
        }
      });
    }),
    { numRuns: 400 },
  );
});

// ── as it is used: a server in the middle ────────────────────────────────────────────────────────────────────────────────────

it("[M2] [M3] devices that meet only at the server, on the base each of them has: at rest all hold the same bytes and every value", () => {
  const step = fc.record({
    device: fc.nat(2),
    values: fc.option(
      fc.array(
        fc.tuple(
          fc.constantFrom("title", "password", "trashed"),
          fc.integer({ min: 1, max: 4 }).map((n): Value => (n === 4 ? null : n)),
        ),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    clock: fc.constantFrom(noon, noon + 1, 0, Number.MAX_SAFE_INTEGER),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      let server = run(1, [])[0] as Item;
      const devices = [phone, laptop, tablet].map((id) => ({ id, base: server, local: server }));
      const saved: [Path, Register][] = [];
      const synchronize = (device: { base: Item; local: Item }): void => {
        const merged = device.local === device.base ? server : mergedItem(device.local, server, device.base);
        [server, device.base, device.local] = [merged, merged, merged];
      };
      for (const { device: at, values, clock } of steps) {
        const device = devices[at];
        if (device === undefined) continue;
        if (values === null) synchronize(device);
        else {
          const before = device.local;
          device.local = edited(before, new Map(values), by(device.id, clock));
          for (const [path, [register]] of device.local.fields) {
            if (register !== undefined && before.fields.get(path)?.[0] !== register) saved.push([path, register]);
          }
        }
      }
      for (const device of [...devices, ...devices]) synchronize(device);
      for (const device of devices) expect(encodeContent(device.local)).toEqual(encodeContent(server));
      for (const [path, register] of saved) expect(server.fields.get(path)).toContainEqual(register);
    }),
    { numRuns: 300 },
  );
});
