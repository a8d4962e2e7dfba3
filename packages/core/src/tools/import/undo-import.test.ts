import { describe, expect, it } from "vitest";
import { by, created, edited, laptop, noon, phone } from "../../testing/vault-histories.ts";
import type { Item, Value } from "../../vault/item.ts";
import { makeItem } from "../../vault/make-item.ts";
import { greatestStamp } from "../../vault/stamp.ts";
import { restoreEdit, trashEdit } from "../../vault/trash.ts";
import { toNewItem } from "./imported-item.ts";
import { markValue, pastImports, restoreLists, undoEdit } from "./undo-import.ts";

const first = { id: "ab".repeat(16), at: noon };
const second = { id: "cd".repeat(16), at: noon + 60_000 };

/** An item that an import made at noon; its source says that it is years old. */
function made(run: typeof first, title = "T", past = false): Item {
  const source = {
    index: 0,
    title,
    kind: "login",
    created: null,
    found: new Set<never>(),
    changed: noon - 1e10,
    past: past ? [{ time: noon - 2e10, edit: new Map([["password", "old"]]) }] : [],
  };
  const item = makeItem(
    toNewItem(
      {
        ...source,
        edit: new Map([
          ["title", title],
          ["password", "x"],
        ]),
      },
      run,
    ),
    by(phone, run.at),
  );
  if (!item.ok) throw new Error("it can be made");
  return item.value;
}

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => i.toString(16).padStart(32, "0"));
const vault = (...items: readonly Item[]): ReadonlyMap<string, Item> => new Map(items.map((item, i) => [ids(items.length)[i] ?? "", item]));
const [a, b, c] = ids(3);

describe("past imports", () => {
  it("[X13] are known from the items, newest first, by when they were made and not by the dates of their source", () => {
    const imports = pastImports(vault(made(second), made(first), made(first, "U", true), created("login", { title: "own" }, by(phone))));
    expect(imports.map(({ id, at, untouched }) => [id, at, untouched.length])).toEqual([
      [second.id, second.at, 1],
      [first.id, first.at, 2],
    ]);
    expect(pastImports(new Map())).toEqual([]);
  });

  it("[X13] tell what was edited since from what was not, whoever edited it", () => {
    const touched = [
      edited(made(first), { note: "mine" }, by(laptop, noon + 1)),
      edited(made(first), { "tag/Work": true }, by(phone, 0)),
      edited(edited(made(first), trashEdit(noon), by(phone)), restoreEdit(), by(phone)),
    ];
    const [past] = pastImports(vault(made(first), ...touched));
    expect([past?.untouched.length, past?.edited.length, past?.gone]).toEqual([1, 3, 0]);
  });

  it("[X13] take nothing back that is in the trash already", () => {
    const [past] = pastImports(vault(made(first), edited(made(first), trashEdit(noon), by(phone))));
    expect([past?.untouched.length, past?.edited.length, past?.gone]).toEqual([1, 0, 1]);
  });

  it("[X13] take back an item only as the import made it, however it stands by then", () => {
    const item = made(first);
    const one = { id: a ?? "", stamp: greatestStamp(item) };
    expect(undoEdit(item, one, noon)).toEqual(trashEdit(noon));
    expect(undoEdit(edited(item, { title: "U" }, by(laptop)), one, noon)).toBeNull();
    expect(undoEdit(edited(item, trashEdit(noon), by(laptop)), one, noon)).toBeNull();
  });

  it("[X13] of an export are remembered beside the items, some hundred ids in one item", () => {
    const items = ids(2_500).map((id) => ({ id, stamp: greatestStamp(created("login", { title: id }, by(phone))) }));
    const lists = restoreLists(first, items).map((edit) => created("import", Object.fromEntries(edit), by(phone)));
    expect(lists).toHaveLength(3);
    const all = new Map<string, Item>(items.slice(0, 2_000).map(({ id }) => [id, created("login", { title: id }, by(phone))]));
    for (const [i, list] of lists.entries()) all.set(`${i}`.padStart(32, "f"), list);
    const [past, ...more] = pastImports(all);
    expect(more).toEqual([]);
    expect([past?.id, past?.untouched.length, past?.gone]).toEqual([first.id, 2_000, 500]);
  });

  it("come to nothing of marks that are none", () => {
    const marks: readonly Value[] = ["text", { import: 7 }, { import: "../x" }, [first.id], null, { at: noon }];
    expect(pastImports(vault(...marks.map((imported) => created("login", { title: "T", imported }, by(phone)))))).toEqual([]);
    const odd = (restored: Value) => created("import", { imported: markValue(first), restored }, by(phone));
    const lists: readonly Value[] = ["text", [[a ?? ""]], [[a ?? "", b ?? ""]], [7], { 0: [a ?? "", 1] }];
    for (const restored of lists) expect(pastImports(vault(odd(restored)))[0]?.untouched ?? []).toEqual([]);
    expect(pastImports(new Map([[c ?? "", created("login", { title: "T", imported: { import: first.id } }, by(phone))]]))[0]?.at).toBe(
      noon,
    );
  });
});
