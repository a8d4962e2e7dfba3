// The search over an unlocked vault, while somebody types: every word typed stands somewhere in what an item shows. Concealed values are never
// taken in, so a search tells nothing about them, and the index holds no secret. Plaintext in memory; whoever locks forgets it. // T8
//
// Ten thousand items are some megabytes of text, which a machine reads through in milliseconds; so each item has its folded text, and a search
// looks at all of them. There is nothing to keep in step but the text of an item that changed.

import { current, type Item, type Path, type Value } from "../vault/item.ts";
import { isConcealed, isCustomValue, isUriValue } from "../vault/kinds.ts";
import { foldText } from "./fold-text.ts";

/** Letters of a search that are looked at, and words. */
const most = { letters: 200, words: 10 } as const;

interface Entry {
  readonly id: string;
  readonly title: string;
  /** What an item is called by beside its title, a line each. */
  readonly near: string;
  /** All other texts. */
  readonly far: string;
}

/** Where a word stands, best first; an item's place is that of its worst word. */
const places = { wholeTitle: 0, titleBegins: 1, titleWordBegins: 2, inTitle: 3, near: 4, far: 5, nowhere: 6 } as const;

export class SearchIndex {
  readonly #entries = new Map<string, Entry>();
  /** By title; null since something changed. */
  #sorted: readonly Entry[] | null = null;

  /** Takes in an item, or its newest state. */
  put(id: string, item: Item): void {
    this.#entries.set(id, entryOf(id, item));
    this.#sorted = null;
  }

  remove(id: string): void {
    this.#entries.delete(id);
    this.#sorted = null;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Ids of the items that hold every word of `text`, the likeliest first, then by title; all of them where it says nothing. */
  find(text: string): readonly string[] {
    const query = foldText(text.slice(0, most.letters)).trim();
    const words = query.split(/\s+/).slice(0, most.words);
    const found: string[][] = Array.from({ length: places.nowhere }, () => []);
    this.#sorted ??= [...this.#entries.values()].sort((a, b) => compareText(a.title, b.title) || compareText(a.id, b.id));
    for (const entry of this.#sorted) found[placeOf(entry, query, words)]?.push(entry.id);
    return found.flat();
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function placeOf(entry: Entry, query: string, words: readonly string[]): number {
  if (entry.title.startsWith(query)) return entry.title === query ? places.wholeTitle : places.titleBegins;
  let worst: number = places.titleWordBegins;
  for (const word of words) {
    worst = Math.max(worst, wordPlace(entry, word));
    if (worst === places.nowhere) break;
  }
  return worst;
}

function wordPlace({ title, near, far }: Entry, word: string): number {
  let at = title.indexOf(word);
  if (at < 0) return near.includes(word) ? places.near : far.includes(word) ? places.far : places.nowhere;
  for (; at >= 0; at = title.indexOf(word, at + 1)) if (at === 0 || !isLetter(title.charCodeAt(at - 1))) return places.titleWordBegins;
  return places.inTitle;
}

/** ASCII letters and digits, and everything beyond ASCII; in folded text. */
const isLetter = (unit: number): boolean => unit > 0x7f || (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);

const internal: ReadonlySet<Path> = new Set(["title", "imported", "trashed", "favorite"]);
const nearby: ReadonlySet<string> = new Set(["username", "uri", "tag", "email"]);

function entryOf(id: string, item: Item): Entry {
  const near: string[] = [];
  const far: string[] = [];
  for (const path of item.fields.keys()) {
    const slash = path.indexOf("/");
    const texts = nearby.has(slash < 0 ? path : path.slice(0, slash)) ? near : far;
    for (const text of textsOf(item, path, current(item, path))) texts.push(text);
  }
  const title = current(item, "title");
  return {
    id,
    title: typeof title === "string" ? foldText(title).trim() : "",
    near: foldText(near.join("\n")),
    far: foldText(far.join("\n")),
  };
}

/** What a field shows of itself without being asked: nothing of a concealed one but the label that a person gave it. // T8 */
function textsOf(item: Item, path: Path, value: Value): readonly string[] {
  if (value === null || internal.has(path)) return [];
  if (path.startsWith("tag/")) return value === true ? [path.slice("tag/".length)] : [];
  const concealed = isConcealed(item.kind, path, value);
  if (path.startsWith("custom/")) return isCustomValue(value) ? (concealed ? [value.label] : [value.label, value.value]) : [];
  if (concealed) return [];
  if (path.startsWith("uri/")) return isUriValue(value) ? [value.uri] : [];
  return typeof value === "string" ? [value] : [];
}
