// Where a key moves in the list, and which item typed letters name. Pure.

/** The place after a key; null for a key that moves nothing. `active`: -1 where none is yet. */
export function placeAfter(
  key: string,
  { active, count, page }: { readonly active: number; readonly count: number; readonly page: number },
) {
  if (count === 0) return null;
  const within = (place: number): number => Math.min(count - 1, Math.max(0, place));
  switch (key) {
    case "ArrowDown":
      return within(active + 1);
    case "ArrowUp":
      return within(active < 0 ? count - 1 : active - 1);
    case "PageDown":
      return within(active + page);
    case "PageUp":
      return within(active - page);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/**
 * The first title that begins with what was typed, looked for from `active` on and around the end. A first letter looks beyond the active one,
 * so that the same letter again goes on to the next.
 */
export function placeOfTyped(typed: string, active: number, titles: { readonly count: number; readonly at: (place: number) => string }) {
  const wanted = typed.toLocaleLowerCase();
  const letters = new Set(wanted);
  const again = letters.size === 1;
  const start = again || active < 0 ? active + 1 : active;
  const prefix = again ? wanted.slice(0, 1) : wanted;
  for (let i = 0; i < titles.count; i++) {
    const place = (start + i) % titles.count;
    if (titles.at(place).toLocaleLowerCase().startsWith(prefix)) return place;
  }
  return null;
}

/** The places between two, both included. */
export const between = (a: number, b: number): readonly number[] =>
  Array.from({ length: Math.abs(a - b) + 1 }, (_, i) => Math.min(a, b) + i);
