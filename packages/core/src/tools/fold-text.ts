// Text as it is compared in a search: without case, without accents, wide and narrow forms alike. `Ærøskøbing`, `aeroskobing` and
// `ÆRØSKØBING` are one; so are `Straße` and `strasse`. For comparing alone, never to be shown.

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
const ascii = /^[\u0000-\u007f]*$/;

/** Marks that stand on a letter: the combining blocks, Hebrew points and Arabic vowel signs. Others (Thai, Devanagari) are letters of their own. */
const marks = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;

/** Letters that Unicode does not take apart, and the last form of sigma. */
const letters: ReadonlyMap<string, string> = new Map([
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["ł", "l"],
  ["đ", "d"],
  ["ð", "d"],
  ["þ", "th"],
  ["ħ", "h"],
  ["ı", "i"],
  ["ς", "σ"],
]);
const special = new RegExp(`[${[...letters.keys()].join("")}]`, "g");

export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  const plain = text.normalize("NFKD").replace(marks, "");
  // Upper case first: that is what makes ss of ß.
  return plain.toUpperCase().toLowerCase().replace(special, (letter) => letters.get(letter) ?? letter);
}
