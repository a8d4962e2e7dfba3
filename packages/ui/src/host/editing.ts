// Changes to items of an open vault, each durable when it resolves, told to the shelf, and with the way back kept. Asking twice for the same
// change is harmless: it is made by value, and a new item under the name of its form.

import {
  type Client,
  type Edit,
  type Item,
  type ItemState,
  isTrashed,
  pick,
  restoreEdit,
  tagPath,
  trashEdit,
  type Value,
  view,
} from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import type { EditTrouble, Form, Made, Saved } from "../device/port.ts";
import { pastRegister } from "./details.ts";
import { editOfForm, emptyBase, type FormBase } from "./forms.ts";
import type { Shelf } from "./shelf.ts";
import { type Inverse, inverseOf, takeBack, Undoing } from "./undoing.ts";

export interface EditingOptions {
  readonly client: Client;
  readonly shelf: Shelf;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
}

type Many = Result<{ readonly undo: string; readonly count: number }, EditTrouble>;

export class Editing {
  readonly undoing: Undoing;
  readonly #client: Client;
  readonly #shelf: Shelf;
  readonly #now: () => number;
  readonly #newId: () => string;

  constructor({ client, shelf, now, newId }: EditingOptions) {
    this.undoing = new Undoing(newId());
    this.#client = client;
    this.#shelf = shelf;
    this.#now = now;
    this.#newId = newId;
  }

  async save(form: Form, base: FormBase): Promise<Result<Saved, EditTrouble>> {
    if (form.id !== null) {
      const saved = await this.#saveOver(form.id, form, base);
      // It was removed for good while the form was open. The form has all that the person saw, and that is an item again.
      return saved.ok || saved.error.type !== "not-found" ? saved : this.save({ ...form, key: this.#newId(), id: null }, emptyBase);
    }
    const empty: Item = { v: 1, kind: form.kind, fields: new Map(), conflicts: new Map() };
    const added = await this.#client.addAs(form.key, { kind: form.kind, edit: editOfForm(form, emptyBase, empty).edit });
    if (!added.ok) {
      // Saved before, and the answer was lost.
      return added.error.type === "there-already" ? this.#saveOver(form.key, form, emptyBase) : err(added.error);
    }
    const [made] = await this.#client.items([form.key]);
    if (made === undefined) return err({ type: "not-found" });
    return ok({ ...this.#told(null, made), overtook: [] });
  }

  async #saveOver(id: string, form: Form, base: FormBase): Promise<Result<Saved, EditTrouble>> {
    let overtook: readonly string[] = [];
    const made = await this.edit(id, (item) => {
      const meant = editOfForm(form, base, item);
      overtook = meant.overtook;
      return meant.edit;
    });
    return made.ok ? ok({ ...made.value, overtook }) : made;
  }

  /** One edit, decided on the newest state of the item. */
  async edit(id: string, editOf: (item: Item) => Edit): Promise<Result<Made, EditTrouble>> {
    const seen: { before: Item | null } = { before: null };
    const edited = await this.#client.edit(id, (item) => {
      seen.before = item;
      return editOf(item);
    });
    return edited.ok ? ok(this.#told(seen.before, edited.value)) : edited;
  }

  setFavorite(id: string, favorite: boolean): Promise<Result<Made, EditTrouble>> {
    return this.edit(id, () => new Map([["favorite", favorite ? true : null]]));
  }

  setTags(id: string, tags: readonly string[]): Promise<Result<Made, EditTrouble>> {
    return this.edit(id, (item) => {
      const before = view(item).tags;
      const wanted: readonly (readonly [string, Value])[] = [
        ...tags.filter((tag) => !before.includes(tag)).map((tag) => [tag, true] as const),
        ...before.filter((tag) => !tags.includes(tag)).map((tag) => [tag, null] as const),
      ];
      return new Map(
        wanted.flatMap(([tag, value]) => {
          const path = tagPath(tag);
          return path === null ? [] : [[path, value] as const];
        }),
      );
    });
  }

  keep(id: string, path: string, which: "current" | "other"): Promise<Result<Made, EditTrouble>> {
    return this.edit(id, (item) => pick(item, path, which) ?? new Map());
  }

  restorePast(id: string, path: string, key: string): Promise<Result<Made, EditTrouble>> {
    return this.edit(id, (item) => {
      const register = pastRegister(item, path, key);
      return register === null ? new Map() : new Map([[path, register[0]]]);
    });
  }

  trash(ids: readonly string[]): Promise<Many> {
    return this.#many(ids, () => trashEdit(this.#now()));
  }

  restore(ids: readonly string[]): Promise<Many> {
    return this.#many(ids, restoreEdit);
  }

  async #many(ids: readonly string[], editOf: () => Edit): Promise<Many> {
    const before = new Map<string, Item>();
    const changed = await this.#client.editMany(ids, (id, item) => {
      before.set(id, item);
      return editOf();
    });
    const inverses: Inverse[] = [];
    for (const id of changed) {
      // From what is open: what was read from the disk could be older than what the shelf has by then.
      const [state] = await this.#client.items([id]);
      if (state === undefined) continue;
      this.#shelf.put(state);
      inverses.push(inverseOf(id, before.get(id) ?? null, state.item));
    }
    this.#shelf.flush();
    return ok({ undo: this.undoing.keep(inverses), count: changed.length });
  }

  /** How many items taking back these changes would put to the trash. */
  undoTrashes(tokens: readonly string[]): number {
    const trashed = new Set<string>();
    for (const inverse of tokens.flatMap((token) => this.undoing.peek(token))) {
      const item = this.#shelf.get(inverse.id)?.item;
      if (item === undefined || isTrashed(item)) continue;
      if (typeof takeBack(inverse, item, this.#now()).edit.get("trashed") === "number") trashed.add(inverse.id);
    }
    return trashed.size;
  }

  /** Takes a change back. `left`: labels of what somebody has changed since. */
  async undo(
    token: string,
  ): Promise<Result<{ readonly undo: string; readonly left: readonly string[] }, EditTrouble | { readonly type: "too-late" }>> {
    const inverses = this.undoing.take(token);
    if (inverses === null) return err({ type: "too-late" });
    const again: Inverse[] = [];
    const left: string[] = [];
    for (const inverse of inverses) {
      const seen: { before: Item | null } = { before: null };
      const edited = await this.#client.edit(inverse.id, (item) => {
        seen.before = item;
        const back = takeBack(inverse, item, this.#now());
        left.push(...back.left);
        return back.edit;
      });
      if (!edited.ok) {
        if (inverses.length === 1) return edited;
        continue;
      }
      this.#shelf.put(edited.value);
      again.push(inverseOf(inverse.id, seen.before, edited.value.item));
    }
    this.#shelf.flush();
    return ok({ undo: this.undoing.keep(again), left: [...new Set(left)] });
  }

  #told(before: Item | null, state: ItemState): Made {
    this.#shelf.put(state);
    this.#shelf.flush();
    return { id: state.id, undo: this.undoing.keep([inverseOf(state.id, before, state.item)]) };
  }
}
