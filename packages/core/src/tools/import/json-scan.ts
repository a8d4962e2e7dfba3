// Looks over the text of a JSON file before it is parsed, for what JSON.parse would take in silence or choke on: nesting without
// end, a key that stands twice in an object (the first would be lost), numbers that lose digits. It does not check the grammar.

export interface JsonBounds {
  /** Objects and lists inside each other. */
  readonly depth: number;
  /** Members of one object. */
  readonly members: number;
  /** Objects and lists altogether. */
  readonly parts: number;
}

export type JsonFault = "too-deep" | "too-many-parts" | "repeated-key" | "inexact-number";

/** Fractions of at most 15 digits come through a double unchanged (IEEE 754), and safe integers. */
const exactFraction = /^-?(?=[\d.]{1,16}$)\d+\.\d+$/;
const exactInteger = /^-?\d{1,16}$/;

const isExact = (number: string): boolean =>
  exactInteger.test(number) ? Number.isSafeInteger(Number(number)) : exactFraction.test(number);

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const isNumberPart = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e || code === 0x65 || code === 0x45;

/** Where the string that opens at `start` closes; -1 where it does not. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === 0x5c) before--;
    if ((at - before) % 2 === 1) return at;
  }
  return -1;
}

/** The key between two quotes, without its escapes, so that "a" and "\u0061" are the same. */
function keyBetween(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  if (!raw.includes("\\")) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    // Not JSON, which the parser will say.
    return raw;
  }
}

/** Where an object stands in a list of the outermost object: the places of its first character and behind its last. */
export type Found = (start: number, end: number) => void;

/** How deep an object in such a list is. */
const listedDepth = 3;

/**
 * The first fault of `text`, or null. Linear in its length, and holds no more than the keys of the open objects. Tells `found` of the
 * listed objects, so that a long list can be parsed piece by piece.
 */
export function scanJson(text: string, bounds: JsonBounds, found: Found = () => {}): JsonFault | null {
  // The keys of each open object; null for a list.
  const open: (Set<string> | null)[] = [];
  let parts = 0;
  let listed = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      const end = closingQuote(text, at);
      if (end === -1) return null;
      let next = end + 1;
      while (isSpace(text.charCodeAt(next))) next++;
      const keys = open.at(-1);
      if (keys && text.charCodeAt(next) === 0x3a) {
        const key = keyBetween(text, at, end);
        if (keys.has(key)) return "repeated-key";
        if (keys.size >= bounds.members) return "too-many-parts";
        keys.add(key);
      }
      at = next - 1;
    } else if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : null);
      if (open.length > bounds.depth) return "too-deep";
      if (open.length === listedDepth) listed = at;
      if (++parts > bounds.parts) return "too-many-parts";
    } else if (code === 0x7d || code === 0x5d) {
      if (open.length === listedDepth && code === 0x7d && open.at(-2) === null) found(listed, at + 1);
      open.pop();
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const start = at;
      while (isNumberPart(text.charCodeAt(at + 1))) at++;
      if (!isExact(text.slice(start, at + 1))) return "inexact-number";
    }
  }
  return null;
}
