// What a person may rely on, written down as slowly and obviously as can be: every value that was ever reported as saved, and every purge with
// what its device had seen. It merges nothing: of each field, what is current must be the greatest of all that was saved, and what lost to it
// without having been seen by anybody who saved later must be marked. // M1, M3, M6

import type { Item, Path, Register, Value } from "@holdfast/core";
import { nameOf } from "@holdfast/core/testing/reference-merge";

/** What a merge puts in front by itself bears no device, and is decided anew by the next one. // M10 */
const isEdited = ([, , device]: Register): boolean => device !== "0".repeat(32);
const isTrash = (path: Path, [value]: Register): boolean => path === "trashed" && typeof value === "number";

/** V7: how many edits of a field are kept at least, from the text of the specification; of the trash, what a merge puts in front takes one place. */
const keptOf = (path: Path): number =>
  path === "trashed" ? 9 : path === "password" || path.startsWith("password/") || /^custom(?:\/|$)/.test(path) ? 25 : 10;

type Saved = Map<Path, Map<string, Register>>;

function newest(registers: Iterable<Register>): Register[] {
  return [...registers].filter(isEdited).sort((a, b) => (nameOf(a) < nameOf(b) ? 1 : -1));
}

/** A value as a failure tells of it. */
const shown = (value: Value): string => JSON.stringify(value).slice(0, 60);

export class Ledger {
  readonly #items = new Map<string, Saved>();
  /** By item and path: names of values that somebody had before them when they saved another. */
  readonly #seen = new Map<string, Set<string>>();
  /** Texts that somebody has typed, saved or not: nothing else may ever be in a field. */
  readonly #typed = new Set<string>();
  readonly #purges = new Map<string, Item[]>();

  typed(text: string): string {
    this.#typed.add(text);
    return text;
  }

  /** A state that a device has called saved. */
  saved(id: string, item: Item): void {
    const fields: Saved = this.#items.get(id) ?? new Map();
    this.#items.set(id, fields);
    for (const [path, registers] of item.fields) {
      const known = fields.get(path) ?? new Map<string, Register>();
      fields.set(path, known);
      // Whoever saved the newest had all else before them; also what another had saved and did not live to tell of.
      if (registers.some((register) => isEdited(register) && !known.has(nameOf(register)))) this.#sawAll(id, path, registers.slice(1));
      for (const register of registers) if (isEdited(register)) known.set(nameOf(register), register);
    }
  }

  #sawAll(id: string, path: Path, registers: readonly Register[]): void {
    const seen = this.#seen.get(`${id} ${path}`) ?? new Set();
    this.#seen.set(`${id} ${path}`, seen);
    for (const register of registers) seen.add(nameOf(register));
  }

  /** A device has purged an item that it held in this state. */
  purged(id: string, seen: Item): void {
    this.#purges.set(id, [...(this.#purges.get(id) ?? []), seen]);
  }

  /** A value of that device which a state of the item does not have, though it must; null where there is none. */
  lostOf(id: string, device: string, item: Item): string | null {
    for (const [path, registers] of this.#items.get(id) ?? []) {
      const held = new Set((item.fields.get(path) ?? []).map(nameOf));
      const lost = newest(registers.values())
        .slice(0, keptOf(path))
        .find((register) => register[2] === device && !held.has(nameOf(register)) && !this.#wasPurged(id, path, register));
      if (lost !== undefined) return `${path}: ${shown(lost[0])}`;
    }
    return null;
  }

  get ids(): readonly string[] {
    return [...this.#items.keys()];
  }

  /** Items that somebody has purged. */
  get purgedIds(): ReadonlySet<string> {
    return new Set(this.#purges.keys());
  }

  get purges(): number {
    return this.#purges.size;
  }

  /**
   * What is wrong with an item as it stands in the end, null where it is gone; nothing where all is well. `basesKnown`: no device has ever had to
   * leave its chain. Without a base nobody can tell what a purge has seen, and the item may come back. // M11, H5
   */
  wrongs(id: string, item: Item | null, basesKnown: boolean): readonly string[] {
    const saved: Saved = this.#items.get(id) ?? new Map();
    const purges = this.#purges.get(id) ?? [];
    // What was purged and then restored from an export need not be seen a second time, nor by both of two that purged it apart.
    const mayGo = everyEdit(saved, (path, register) => purges.some((seen) => hasSeen(seen, path, register)));
    if (item === null) return mayGo ? [] : ["is gone, and nobody who had seen all of it has purged it"];
    const mustGo = basesKnown && purges.some((seen) => everyEdit(saved, (path, register) => hasSeen(seen, path, register)));
    if (mustGo && typeof item.fields.get("trashed")?.[0]?.[0] !== "number") return ["was purged with all that it had, and came back"];
    return [...saved].flatMap(([path, registers]) => {
      const held = item.fields.get(path) ?? [];
      const names = new Set(held.map(nameOf));
      // What somebody has purged with that value need not be there.
      const wanted = newest(registers.values()).filter((register) => names.has(nameOf(register)) || !this.#wasPurged(id, path, register));
      return [...this.#wrongsOf(path, wanted, held), ...this.#untoldOf(id, path, wanted, item)];
    });
  }

  /** Values that lost to another without having been seen, and that nothing tells of. A trash that lost comes with its own rules. // M6, M9 */
  #untoldOf(id: string, path: Path, wanted: readonly Register[], item: Item): readonly string[] {
    if (path === "trashed") return [];
    const told = new Set((item.conflicts.get(path) ?? []).map(([, stamp, device]) => `${stamp} ${device}`));
    const untold = wanted.slice(1).filter((register, at) => {
      const [, stamp, device] = register;
      if (told.has(`${stamp} ${device}`) || this.#seen.get(`${id} ${path}`)?.has(nameOf(register))) return false;
      // Whoever purged it with that value had seen it, also where it came back for the sake of another.
      if (this.#wasPurged(id, path, register)) return false;
      // M7: who says the same has not lost.
      const says = JSON.stringify(register[0]);
      return !wanted.slice(0, at + 1).some(([value]) => JSON.stringify(value) === says);
    });
    return untold.map(([value]) => `${path}: ${shown(value)} lost unseen, and nothing tells of it`);
  }

  /** Whether somebody has purged it with that value: where the item comes back for the sake of another, this one need not. // M11 */
  #wasPurged(id: string, path: Path, register: Register): boolean {
    const name = nameOf(register);
    return (this.#purges.get(id) ?? []).some((seen) => (seen.fields.get(path) ?? []).some((other) => nameOf(other) === name));
  }

  #wrongsOf(path: Path, wanted: readonly Register[], held: readonly Register[]): readonly string[] {
    const names = new Set(held.map(nameOf));
    const missing = wanted.slice(0, keptOf(path)).filter((register) => !names.has(nameOf(register)));
    const wrongs = missing.map(([value]) => `${path}: ${shown(value)} is lost`);
    const [first] = newest(held);
    const [greatest] = wanted;
    if (first !== undefined && greatest !== undefined && nameOf(first) !== nameOf(greatest)) {
      wrongs.push(`${path}: shows ${shown(first[0])} instead of ${shown(greatest[0])}`);
    }
    for (const [value] of held) {
      if (typeof value === "string" && !this.#typed.has(value)) wrongs.push(`${path}: nobody has typed ${shown(value)}`);
    }
    return wrongs;
  }
}

/** Whether it holds for every edit, the trashes aside: two of them agree. */
const everyEdit = (saved: Saved, holds: (path: Path, register: Register) => boolean): boolean =>
  [...saved].every(([path, registers]) => [...registers.values()].every((register) => isTrash(path, register) || holds(path, register)));

/** Whether whoever held `seen` knew this edit; one that is older than all that a full history keeps was seen and cut. */
function hasSeen(seen: Item, path: Path, register: Register): boolean {
  const held = newest(seen.fields.get(path) ?? []);
  const oldest = held.length >= keptOf(path) ? held.at(-1) : undefined;
  const name = nameOf(register);
  return held.some((other) => nameOf(other) === name) || (oldest !== undefined && name < nameOf(oldest));
}
