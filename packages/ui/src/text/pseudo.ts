// A language that nobody speaks: every text of another, longer and in strange letters, read from the right. What still looks usual in it was
// written past the catalogue. The page takes it when it is asked for by name, and tests hold the windows to it.

import type { Language, Texts } from "./texts.tsx";

const strange: Readonly<Record<string, string>> = {
  a: "á",
  c: "ç",
  e: "é",
  i: "í",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "ü",
  y: "ý",
  A: "Å",
  C: "Ç",
  E: "É",
  I: "Î",
  N: "Ñ",
  O: "Ö",
  S: "Š",
  U: "Ü",
  Y: "Ý",
};

/** Every vowel twice makes a text, and each word of it, about a third longer: as much as other languages are. */
const stretched = (letter: string): string =>
  /[aeiou]/.test(letter) ? `${strange[letter]}${strange[letter]}` : (strange[letter] ?? letter);

export const strangely = (text: string): string => `⟦${text.replace(/[a-zA-Z]/g, stretched)}⟧`;

function over(said: unknown): unknown {
  if (typeof said === "string") return strangely(said);
  if (typeof said === "function") return (...given: readonly unknown[]) => over(said(...given));
  if (Array.isArray(said)) return said.map(over);
  if (typeof said === "object" && said !== null)
    return Object.fromEntries(Object.entries(said).map(([name, inner]) => [name, over(inner)]));
  return said;
}

export function pseudoLanguage(texts: Texts): Language {
  // The same shape: only its texts became others.
  return { tag: "en-XA", direction: "rtl", texts: over(texts) as Texts };
}
