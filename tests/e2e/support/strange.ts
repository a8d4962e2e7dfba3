// Names as the pseudo-language says them, so that the same steps lead through the windows in it: longer, in strange letters, between brackets.
// What a person typed is in them as it is.

const latin = Array.from({ length: 0x250 - 0xc0 }, (_, i) => String.fromCodePoint(0xc0 + i));
const bracket = "[⟦⟧]*";

/** The letter itself and all that are it with something added, once or more often. */
const strangeLetter = (letter: string): string => {
  const relatives = latin.filter((one) => one.normalize("NFD").startsWith(letter));
  return `${bracket}[${letter}${relatives.join("")}]+${bracket}`;
};

/** Letters outside what is escaped. */
const strangely = (source: string): string =>
  source.replace(/\\.|[A-Za-z]|\d/g, (part) => {
    if (part.startsWith("\\")) return part;
    return /\d/.test(part) ? `${bracket}${part}` : strangeLetter(part);
  });

/** `whole`: it is all of the name. */
export function strangeName(name: string | RegExp, whole: boolean): RegExp {
  if (name instanceof RegExp) return new RegExp(strangely(name.source), "i");
  const source = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/…/g, ".*");
  return new RegExp(strangely(whole ? `^${source}$` : source), "i");
}
