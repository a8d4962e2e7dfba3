// The reference merge: the rules of docs/spec/vault.md (M1 to M13, V7) written down with sets, slow and obvious, sharing no code with the
// merge. What history is cut is decided by cutting one register at a time and writing the whole item anew each time. For tests alone.

import {
  type ConflictMark,
  type Content,
  canonical,
  encodeContent,
  type Item,
  isTombstone,
  type Path,
  type Register,
  type Tombstone,
  type Value,
} from "../vault/index.ts";

const nobody = "0".repeat(32);
export const nameOf = ([value, stamp, device]: Register): string => `${String(stamp).padStart(16, "0")} ${device} ${canonical(value)}`;
export const byName = (a: Register, b: Register): number => (nameOf(a) < nameOf(b) ? 1 : -1);
const meaning = (path: Path, value: Value): string => (path === "trashed" && typeof value === "number" ? "trash" : canonical(value));

/** All edited registers of a path by name. */
const editsOf = (item: Item | null, path: Path): Map<string, Register> =>
  new Map((item?.fields.get(path) ?? []).filter(([, , device]) => device !== nobody).map((register) => [nameOf(register), register]));

/** Names of the registers of a path that stand: the current one and what the marks name. */
export const standingNames = (item: Item, path: Path): Set<string> => {
  const edits = item.fields.get(path) ?? [];
  const marked = (item.conflicts.get(path) ?? []).map(([, stamp, device]) => `${stamp} ${device}`);
  return new Set(edits.filter(([, stamp, device], i) => i === 0 || marked.includes(`${stamp} ${device}`)).map(nameOf));
};

const inTrash = (item: Item): boolean => typeof item.fields.get("trashed")?.[0]?.[0] === "number";

function covers(trashed: Item, other: Item, base: Item | null): boolean {
  const edits = [...other.fields.keys()].flatMap((path) =>
    [...editsOf(other, path)]
      .filter(([name, [value]]) => meaning(path, value) !== "trash" && !editsOf(trashed, path).has(name) && !editsOf(base, path).has(name))
      .map(([name]) => name),
  );
  return edits.length === 0;
}

/** Two states of one item, joined, with all the history they have. `decided`: whether it stays in the trash, where that is known. */
export function reference(a: Item, b: Item, base: Item | null, decided?: boolean): Item {
  const fields = new Map<Path, Register[]>();
  const conflicts = new Map<Path, ConflictMark[]>();
  const together = (inTrash(a) && inTrash(b)) || (inTrash(a) && covers(a, b, base)) || (inTrash(b) && covers(b, a, base));
  const stays = decided ?? together;
  for (const path of new Set([...a.fields.keys(), ...b.fields.keys()])) {
    const all = new Map([...editsOf(a, path), ...editsOf(b, path)]);
    const registers = [...all.values()].sort(byName);
    const settled = new Set<string>();
    for (const [side, other] of [
      [a, b],
      [b, a],
    ] as const) {
      for (const name of editsOf(side, path).keys()) if (!standingNames(side, path).has(name)) settled.add(name);
      for (const name of editsOf(base, path).keys())
        if (editsOf(side, path).has(name) && !editsOf(other, path).has(name)) settled.add(name);
    }
    for (const [i, register] of registers.entries()) {
      if (registers.slice(0, i).some((greater) => meaning(path, greater[0]) === meaning(path, register[0]))) settled.add(nameOf(register));
    }
    let [winner, ...losers] = registers.filter((register, i) => i === 0 || !settled.has(nameOf(register)));
    if (winner === undefined) continue;
    if (path === "trashed" && meaning(path, winner[0]) === "trash") {
      if (stays) losers = [];
      else {
        losers = [winner, ...losers].filter(([value]) => typeof value === "number");
        winner = [null, winner[1] + 1, nobody];
        registers.unshift(winner);
      }
    }
    fields.set(path, registers);
    const stamp = winner[1];
    if (losers.length > 0)
      conflicts.set(
        path,
        losers.map((loser): ConflictMark => [stamp, loser[1], loser[2]]),
      );
  }
  return { v: 1, kind: a.kind > b.kind ? a.kind : b.kind, fields, conflicts };
}

/** M11, in sets: what a tombstone makes of an item. */
export function referencePurge(item: Item, grave: Tombstone, base: Content | null): Content {
  const [purgedAt, device, time] = grave.purged;
  const register: Register = [time, purgedAt + 1, device];
  if (editsOf(item, "trashed").has(nameOf(register))) return item;
  const unseen = [...item.fields.keys()].flatMap((path) =>
    [...editsOf(item, path).values()]
      .filter((edit) => (base === null ? edit[1] > purgedAt : isTombstone(base) || !editsOf(base, path).has(nameOf(edit))))
      .map((edit) => meaning(path, edit[0]) === "trash" && path === "trashed"),
  );
  if (base !== null && unseen.length === 0) return grave;
  const thrown: Item = { v: 1, kind: item.kind, fields: new Map([["trashed", [register]]]), conflicts: new Map() };
  return reference(item, thrown, null, inTrash(item) || unseen.every((isTrash) => isTrash));
}

// V7, from the text of the specification and not from limits.ts.
const mostBytes = 192 * 1024;
const keptOf = (path: Path): number => (path === "password" || path.startsWith("password/") || /^custom(?:\/|$)/.test(path) ? 25 : 10);

/** V7: of each path the newest registers and those that stand; then, while the item is too large, one after the other the oldest settled one. */
export function referenceCut(whole: Item): Item {
  const fields = new Map<Path, readonly Register[]>();
  for (const [path, registers] of whole.fields) {
    const stands = standingNames(whole, path);
    fields.set(
      path,
      registers.filter((register, at) => at < keptOf(path) || stands.has(nameOf(register))),
    );
  }
  let item: Item = { ...whole, fields };
  while (encodeContent(item).length > mostBytes) {
    const settled = settledOf(item);
    const [oldest] = settled.sort((a, b) => byName(b.register, a.register) || (a.path < b.path ? -1 : 1));
    if (oldest === undefined) break;
    const left = (item.fields.get(oldest.path) ?? []).filter((register) => register !== oldest.register);
    item = { ...item, fields: new Map([...item.fields, [oldest.path, left]]) };
  }
  return item;
}

/** Registers that neither are current nor stand in a conflict. */
export const settledOf = (item: Item): { readonly path: Path; readonly register: Register }[] =>
  [...item.fields].flatMap(([path, registers]) => {
    const stands = standingNames(item, path);
    // What a merge put in front of the trash is no edit, and the current one.
    return registers.flatMap((register, at) => (at === 0 || stands.has(nameOf(register)) ? [] : [{ path, register }]));
  });
