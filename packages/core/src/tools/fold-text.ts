// Text as it is compared in a search: without case, without accents, wide and narrow forms alike. `Ærøskøbing`, `aeroskobing` and
// `ÆRØSKØBING` are one; so are `Straße` and `strasse`. For comparing alone, never to be shown.

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
const ascii = /^[\u0000-\u007f]*$/;

/** Marks that stand on a letter: accents, vowel signs of Arabic and points of Hebrew. Those of other scripts tell letters apart. */
const marks = /(?![\u3099\u309a])\p{Script=Inherited}|(?=\p{Script=Hebrew})\p{Mn}/gu;

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
  // Upper case in between: that is what makes ss of ß; and ẞ is ß in lower case alone.
  return plain
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(special, (letter) => letters.get(letter) ?? letter);
}
