// What stands in a field. A register stands while nobody who has seen it has replaced it. Of the standing ones the greatest is
// the current value; any other lost to it unseen, and that is a conflict: the person must see it. Everything else is settled
// history. This file decides what stands after two histories of one path meet; it knows neither items nor the trash.
//
//   a person replaces "old" on two devices at once:                someone who has seen only one side edits on:
//
//     phone   new  ·  old                 merged                     tablet  newest · new · old      merged
//             ↑stands            ──►  other · new · old                      ↑stands           ──►  newest · other · new · old
//     laptop  other · old             ↑     ↑ both stand             merged  other · new · old      ↑        ↑ both stand:
//             ↑stands                 current, lost unseen                   ↑       ↑                "new" was seen and replaced
//
// The laws. Let a line be the set R of its registers and the set S ⊆ R of those standing; D = R \ S is what was replaced. To
// join is R = R₁ ∪ R₂ and D = D₁ ∪ D₂ ∪ {what agrees with a greater register of R}. Unions are commutative, associative and
// idempotent, and what agrees only grows with R; so lines form a semilattice, whatever is in them. The greatest register of R
// always stands: nothing replaces it but a greater one. // M2

import { compareText } from "./canonical.ts";
import type { ConflictMark, Item, Path, Register } from "./item.ts";
import { agree, compareRegisters, holds, isEdited, unite } from "./register.ts";

/** One path: its registers and those of them that stand, both descending. Empty for a path that an item lacks. */
export interface Line {
  readonly registers: readonly Register[];
  readonly standing: readonly Register[];
}

/** The register at this place stands: the current one always, another where a mark names it. // M6 */
const isStanding = (register: Register, index: number, marks: readonly ConflictMark[]): boolean =>
  index === 0 || marks.some(([, stamp, device]) => stamp === register[1] && device === register[2]);

/** A path's current register and the losers of its open conflict, greatest first. */
export function standing(item: Item, path: Path): readonly Register[] {
  const registers = item.fields.get(path) ?? [];
  const marks = item.conflicts.get(path);
  return marks === undefined ? registers.slice(0, 1) : registers.filter((register, index) => isStanding(register, index, marks));
}

/** A path as people have left it: without what a merge put in front. // M10 */
export const lineOf = (item: Item, path: Path): Line => ({
  registers: item.fields.get(path)?.filter(isEdited) ?? [],
  standing: standing(item, path).filter(isEdited),
});

/**
 * Whether a side has seen a register of the path: it holds it, or both sides come from a base that holds it (which counts where history
 * was cut since), or it holds a greater one that says the same. // M4, M7
 */
const hasSeen = (path: Path, seen: readonly Register[], base: readonly Register[], register: Register): boolean =>
  holds(seen, register) ||
  holds(base, register) ||
  seen.some((held) => agree(path, held, register) && compareRegisters(held, register) > 0);

/** Two histories of one path become one. `base` is the registers of what both sides come from, if that is known. // M1, M5 */
export function joinLines(path: Path, a: Line, b: Line, base: readonly Register[]): Line {
  const registers = unite(a.registers, b.registers);
  const survives = (register: Register, other: Line): boolean =>
    holds(other.standing, register) || holds(registers.slice(0, 1), register) || !hasSeen(path, other.registers, base, register);
  return {
    registers,
    standing: unite(
      a.standing.filter((register) => survives(register, b)),
      b.standing.filter((register) => survives(register, a)),
    ),
  };
}

/** The marks of a line: one for each loser, greatest first; none where only the current register stands. // M6 */
export function marksOf({ standing: [current, ...losers] }: Line): readonly ConflictMark[] {
  if (current === undefined) return [];
  const marks = losers.map(([, stamp, device]): ConflictMark => [current[1], stamp, device]);
  // A device whose folder was copied can make two registers with one stamp: one mark names both.
  return marks.filter((mark, index) => index === 0 || compareMarks(mark, marks[index - 1] ?? mark) !== 0);
}

/** Order of marks: by winner, loser, loser's device. */
export const compareMarks = (a: ConflictMark, b: ConflictMark): number => a[0] - b[0] || a[1] - b[1] || compareText(a[2], b[2]);
