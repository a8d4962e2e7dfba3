// Taking changes back. Each change leaves its inverse here, for as long as the vault is open and there are not too many: what each field was
// before, and which value was put there. A field is taken back where that value still stands; where somebody has changed it since, it is
// left, and told. Pure but for the list that it keeps.

import { changedPaths, current, type Edit, greatestStamp, type Item, type Path, type Value } from "@holdfast/core";
import { currentKey, labelOf } from "./values.ts";

/** What takes back one change of one item. */
export interface Inverse {
  readonly id: string;
  readonly fields: ReadonlyMap<Path, { readonly to: Value; readonly made: string }>;
  /** Of an item that was made: its newest stamp. It goes to the trash as a whole, or stays where it was changed since. */
  readonly added: number | null;
}

const most = 200;

export class Undoing {
  readonly #inverses = new Map<string, readonly Inverse[]>();
  readonly #name: string;
  #next = 0;

  /** `name`: this opening of the vault's own, so that what was offered before a lock takes back nothing after it. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Keeps inverses, and names them. */
  keep(inverses: readonly Inverse[]): string {
    const token = `${this.#name} ${this.#next++}`;
    this.#inverses.set(token, inverses);
    const oldest = this.#inverses.keys().next();
    if (this.#inverses.size > most && !oldest.done) this.#inverses.delete(oldest.value);
    return token;
  }

  /** The inverses of that name, which stay; none where they were taken, or are too old. */
  peek(token: string): readonly Inverse[] {
    return this.#inverses.get(token) ?? [];
  }

  /** The inverses of that name, once; null where they were taken, or are too old. */
  take(token: string): readonly Inverse[] | null {
    const inverses = this.#inverses.get(token) ?? null;
    this.#inverses.delete(token);
    return inverses;
  }
}

/** `before`: null for an item that was made. */
export function inverseOf(id: string, before: Item | null, after: Item): Inverse {
  if (before === null) return { id, fields: new Map(), added: greatestStamp(after) };
  const paths = changedPaths(before, after);
  return { id, fields: new Map(paths.map((path) => [path, { to: current(before, path), made: currentKey(after, path) }])), added: null };
}

export interface TakingBack {
  readonly edit: Edit;
  /** Labels of fields that somebody has changed since. */
  readonly left: readonly string[];
}

/** What to do with the item as it is now. `now` is milliseconds since 1970. */
export function takeBack({ fields, added }: Inverse, item: Item, now: number): TakingBack {
  if (added !== null) return addedBack(item, added, now);
  const edit = new Map<Path, Value>();
  const left: string[] = [];
  for (const [path, { to, made }] of fields) {
    if (currentKey(item, path) === made) edit.set(path, to);
    else left.push(labelOf(item, path));
  }
  return { edit, left };
}

function addedBack(item: Item, added: number, now: number): TakingBack {
  if (greatestStamp(item) <= added) return { edit: new Map([["trashed", Math.floor(now)]]), left: [] };
  const later = [...item.fields].filter(([, [register]]) => (register?.[1] ?? 0) > added);
  return { edit: new Map(), left: later.map(([path]) => labelOf(item, path)) };
}
