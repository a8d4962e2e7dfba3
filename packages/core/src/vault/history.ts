// The history of an item: what its fields have been, and how much of that is kept. Every replaced value stays readable until
// it is cut from the old end, by number for each path and by size for the whole item. A current value and a value of an open
// conflict are never cut, whatever they weigh: then the item is too large to send, and the person is told. // V7, M3

import { utf8 } from "@holdfast/protocol";
import { compareText } from "./canonical.ts";
import { encodeContent, registerText } from "./encode.ts";
import type { DeviceHex, Item, Path, Register, Stamp, Value } from "./item.ts";
import { itemLimits } from "./limits.ts";
import { pathParts } from "./path.ts";
import { compareRegisters } from "./register.ts";
import { standing } from "./standing.ts";

/** One value a field has had, as it is shown. `conflict`: it is one of the values of an open conflict. */
export interface PastValue {
  readonly path: Path;
  readonly value: Value;
  readonly stamp: Stamp;
  readonly device: DeviceHex;
  readonly current: boolean;
  readonly conflict: boolean;
}

/** Every register of an item, newest first; within one stamp by path. */
export function history(item: Item): readonly PastValue[] {
  const past = [...item.fields].flatMap(([path, registers]) => {
    const contested = item.conflicts.has(path) ? standing(item, path) : [];
    return registers.map((register, index) => {
      const [value, stamp, device] = register;
      return { path, value, stamp, device, current: index === 0, conflict: contested.includes(register) };
    });
  });
  return past.sort((a, b) => b.stamp - a.stamp || compareText(a.path, b.path) || compareText(b.device, a.device));
}

/** How many registers a path keeps. By the path alone, so that no change of a value ever cuts the values before it. // V7 */
export function registersKept(path: Path): number {
  const { name } = pathParts(path);
  return name === "password" || name === "custom" ? itemLimits.secretRegisters : itemLimits.registers;
}

/** The item with its oldest settled history cut to the bounds. // V7 */
export const cutHistory = (item: Item): Item => cutToSize(cutToNumber(item));

function cutToNumber(item: Item): Item {
  let fields: Map<Path, readonly Register[]> | null = null;
  for (const [path, registers] of item.fields) {
    const kept = registersKept(path);
    if (registers.length <= kept) continue;
    const stands = standing(item, path);
    const within = registers.filter((register, index) => index < kept || stands.includes(register));
    if (within.length === registers.length) continue;
    fields ??= new Map(item.fields);
    fields.set(path, within);
  }
  return fields === null ? item : { ...item, fields };
}

interface Settled {
  readonly path: Path;
  readonly register: Register;
}

function cutToSize(item: Item): Item {
  const settled = settledHistory(item);
  if (settled.length === 0) return item;
  let bytes = encodeContent(item).length;
  if (bytes <= itemLimits.itemBytes) return item;
  const cut = new Set<Register>();
  for (const { register } of settled.sort(oldestFirst)) {
    if (bytes <= itemLimits.itemBytes) break;
    cut.add(register);
    bytes -= utf8(registerText(register)).length + 1;
  }
  const fields = new Map([...item.fields].map(([path, registers]) => [path, registers.filter((register) => !cut.has(register))]));
  return { ...item, fields };
}

const oldestFirst = (a: Settled, b: Settled): number => compareRegisters(a.register, b.register) || compareText(a.path, b.path);

/** Every register that is neither current nor a value of an open conflict. */
function settledHistory(item: Item): Settled[] {
  const settled: Settled[] = [];
  for (const [path, registers] of item.fields) {
    if (registers.length < 2) continue;
    const stands = standing(item, path);
    for (const register of registers) if (!stands.includes(register)) settled.push({ path, register });
  }
  return settled;
}
