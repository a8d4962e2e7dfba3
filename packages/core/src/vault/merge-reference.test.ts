// Whole lives of one item against the reference merge: two to five devices with clocks of every sort that meet only at a server, each on its
// own base; so many edits and such large values that history is cut; trashes, purges, fields and a kind that no version knows yet. Every
// merge on the way is the reference's, to the byte, and an account is kept of what was cut and what was purged: nothing else is ever missing.

import fc from "fast-check";
import { expect, it } from "vitest";
import { reference, referenceCut, referencePurge } from "../testing/reference-merge.ts";
import { by, created, deviceHex, edited, noon, textOf } from "../testing/vault-histories.ts";
import {
  type Content,
  canonical,
  type Edit,
  type Item,
  isTombstone,
  isTrashed,
  merge,
  type Path,
  type Tombstone,
  type Value,
} from "./index.ts";
import { isEdited } from "./register.ts";
import { firstTime, greatestStamp, lastTime } from "./stamp.ts";

type Deed =
  | { readonly does: "edit"; readonly edit: Edit; readonly clock: number }
  /** So many edits of one path in a row that its history is full. */
  | { readonly does: "burst"; readonly path: Path; readonly times: number; readonly clock: number }
  | { readonly does: "purge"; readonly clock: number }
  | { readonly does: "meet" };
type Step = Deed & { readonly device: number };

interface Device {
  readonly id: string;
  base: Content;
  local: Content;
}

/** One life: the server's state, the devices', and names of registers that were saved, cut, or purged by who had seen them. */
interface Life {
  server: Content;
  readonly devices: readonly Device[];
  readonly saved: Set<string>;
  readonly cut: Set<string>;
  readonly purged: Set<string>;
}

/** Three of these are more than an item may weigh with its history. */
const large = 62_000;

const clock = fc.oneof(fc.integer({ min: noon, max: noon + 3 }), fc.constantFrom(firstTime, lastTime, 0, -1, Number.NaN, noon - 1e11));
const laterValue: fc.Arbitrary<Value> = fc.constantFrom<Value>([1, { deep: [null, true] }], { of: "version 9", list: [] }, -7, null);
const field: fc.Arbitrary<readonly [Path, Value]> = fc.oneof(
  fc.tuple(fc.constantFrom("title", "password", "tag/work"), fc.constantFrom<Value>("one", "two", "three", null)),
  fc.tuple(fc.constantFrom("later", "later/7", "custom/1"), laterValue),
  fc.tuple(fc.constant("trashed"), fc.constantFrom<Value>(noon, noon + 1, null)),
  fc.tuple(
    fc.constant("note"),
    fc.constantFrom("a", "b", "c", "d", "e").map((letter) => letter.repeat(large)),
  ),
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant("edit" as const),
      edit: fc.array(field, { minLength: 1, maxLength: 2 }).map((fields): Edit => new Map(fields)),
      clock,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("burst" as const),
      path: fc.constantFrom("title", "password", "later/7"),
      times: fc.integer({ min: 8, max: 27 }),
      clock,
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("purge" as const), clock: fc.constantFrom(noon, noon + 5) }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant("meet" as const) }) },
);
const lives = fc.integer({ min: 2, max: 5 }).chain((devices) =>
  fc.record({
    devices: fc.constant(devices),
    kind: fc.constantFrom("login", "later-kind"),
    steps: fc.array(
      fc.tuple(fc.nat(devices - 1), deed).map(([device, done]): Step => ({ ...done, device })),
      { maxLength: 24 },
    ),
  }),
);

const namesOf = (content: Content): string[] =>
  isTombstone(content)
    ? []
    : [...content.fields].flatMap(([path, registers]) => registers.filter(isEdited).map((register) => `${path} ${canonical(register)}`));

/** What the specification makes of two contents, and what it cut on the way. */
function expected(a: Content, b: Content, base: Content | null): { readonly whole: Content; readonly content: Content } {
  if (isTombstone(a) && isTombstone(b)) {
    const order = ({ purged: [stamp, device, time] }: Tombstone): string => `${String(stamp).padStart(16, "0")} ${device} ${time}`;
    const greater = order(a) < order(b) ? b : a;
    return { whole: greater, content: greater };
  }
  const whole = isTombstone(a)
    ? referencePurge(b as Item, a, base)
    : isTombstone(b)
      ? referencePurge(a, b, base)
      : reference(a, b, base === null || isTombstone(base) ? null : base);
  return { whole, content: isTombstone(whole) ? whole : referenceCut(whole) };
}

function meet(life: Life, device: Device): void {
  const { local, base } = device;
  const { server } = life;
  const merged = local === base ? server : merge(local, server, base);
  if (local !== base) {
    const { whole, content } = expected(local, server, base);
    expect(textOf(merged)).toBe(textOf(content));
    expect(textOf(merge(server, local, base))).toBe(textOf(merged));
    const kept = new Set(namesOf(content));
    for (const name of namesOf(whole)) if (!kept.has(name)) life.cut.add(name);
  }
  life.server = merged;
  device.base = merged;
  device.local = merged;
}

function save(life: Life, device: Device, edit: Edit, now: number): void {
  if (isTombstone(device.local)) return;
  const before = device.local;
  const after = edited(before, edit, by(device.id, now));
  const kept = new Set(namesOf(after));
  for (const name of kept) life.saved.add(name);
  for (const name of namesOf(before)) if (!kept.has(name)) life.cut.add(name);
  const uncut = new Map([...before.fields].map(([path, registers]) => [path, registers.filter(isEdited)] as const));
  for (const path of edit.keys()) {
    const [newest] = after.fields.get(path) ?? [];
    if (newest !== undefined && newest !== before.fields.get(path)?.[0]) uncut.set(path, [newest, ...(uncut.get(path) ?? [])]);
    else if (newest !== undefined) uncut.set(path, [...(before.fields.get(path) ?? [])]);
  }
  for (const path of before.fields.keys()) if (!edit.has(path)) uncut.set(path, [...(before.fields.get(path) ?? [])]);
  expect(textOf(after)).toBe(textOf(referenceCut({ ...after, fields: uncut })));
  device.local = after;
}

function purge(life: Life, device: Device, now: number): void {
  // As a person does it: thrown away first.
  if (!isTombstone(device.local) && !isTrashed(device.local)) save(life, device, new Map([["trashed", noon]]), now);
  if (isTombstone(device.local)) return;
  for (const name of namesOf(device.local)) life.purged.add(name);
  device.local = { v: 1, purged: [greatestStamp(device.local), device.id, now] };
}

function live(devices: number, kind: string, steps: readonly Step[]): Life {
  const start = created(kind, { title: "start", "later/7": [9] }, by(deviceHex(0xf0), firstTime));
  const life: Life = {
    server: start,
    devices: Array.from({ length: devices }, (_, at) => ({ id: deviceHex(at + 1), base: start, local: start })),
    saved: new Set(namesOf(start)),
    cut: new Set(),
    purged: new Set(),
  };
  for (const step of steps) {
    const device = life.devices[step.device];
    if (device === undefined) continue;
    if (step.does === "meet") meet(life, device);
    else if (step.does === "purge") purge(life, device, step.clock);
    else if (step.does === "edit") save(life, device, step.edit, step.clock);
    else for (let time = 0; time < step.times; time++) save(life, device, new Map([[step.path, `${step.path} ${time}`]]), step.clock);
  }
  for (const device of [...life.devices, ...life.devices]) meet(life, device);
  return life;
}

it("[M2] [M3] [M11] [V7] whole lives, with full histories, large values, trash, purge and what is not known yet, are the reference's to the byte", () => {
  const met = { cut: 0, purged: 0, whole: 0 };
  fc.assert(
    fc.property(lives, ({ devices, kind, steps }) => {
      const life = live(devices, kind, steps);
      for (const { local } of life.devices) expect(textOf(local)).toBe(textOf(life.server));
      const held = new Set(namesOf(life.server));
      const missing = [...life.saved].filter((name) => !held.has(name));
      expect(missing.filter((name) => !life.cut.has(name) && !life.purged.has(name))).toEqual([]);
      if (!isTombstone(life.server)) expect(life.server.kind).toBe(kind);
      if (isTombstone(life.server)) met.purged++;
      else if (missing.length > 0) met.cut++;
      else met.whole++;
    }),
    { numRuns: 300 },
  );
  // The lives reach what they are for.
  for (const times of Object.values(met)) expect(times).toBeGreaterThan(0);
});
