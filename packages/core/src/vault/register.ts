// The order of registers, which decides every merge: by stamp, then device, then canonical value, so that no two different
// registers are equal and every device finds the same greatest. Lists of registers are strictly descending, greatest first. // M1

import { canonical, compareText, sameValue } from "./canonical.ts";
import type { DeviceHex, Path, Register } from "./item.ts";
import { trashedPath } from "./path.ts";

/** Stands in place of a device in a register that no person made: the one by which a merge takes an item out of the trash. // M10 */
export const noDevice: DeviceHex = "0".repeat(32);

/** Whether an edit made it, and not a merge. */
export const isEdited = (register: Register): boolean => register[2] !== noDevice;

/** Negative where `a` is less than `b`, 0 where they are the same register. */
export function compareRegisters(a: Register, b: Register): number {
  if (a[1] !== b[1]) return a[1] - b[1];
  if (a[2] !== b[2]) return compareText(a[2], b[2]);
  return sameValue(a[0], b[0]) ? 0 : compareText(canonical(a[0]), canonical(b[0]));
}

export const holds = (registers: readonly Register[], register: Register): boolean =>
  registers.some((held) => held === register || compareRegisters(held, register) === 0);

/** Every register of two descending lists once, descending. // M1 */
export function unite(a: readonly Register[], b: readonly Register[]): readonly Register[] {
  const united: Register[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return united.concat(a.slice(i), b.slice(j));
    const order = compareRegisters(left, right);
    united.push(order < 0 ? right : left);
    if (order >= 0) i++;
    if (order <= 0) j++;
  }
}

/** A register of `trashed` that puts the item into the trash. */
export const isTrash = (register: Register): boolean => typeof register[0] === "number";

/** Whether two registers of a path say the same: the same value, and of `trashed` any two times, since two trashes agree. // M7 */
export const agree = (path: Path, a: Register, b: Register): boolean =>
  (path === trashedPath && isTrash(a) && isTrash(b)) || sameValue(a[0], b[0]);
