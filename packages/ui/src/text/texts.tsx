// The texts in the language of the person, for every component. `Texts` is what a language must give.

import { createContext, type ReactNode, useContext } from "react";
import { english } from "./english/index.ts";

export type Texts = typeof english;

export interface Language {
  /** BCP 47, as in "en". */
  readonly tag: string;
  readonly direction: "ltr" | "rtl";
  readonly texts: Texts;
}

export const englishLanguage: Language = { tag: "en", direction: "ltr", texts: english };

const LanguageContext = createContext<Language>(englishLanguage);

export const LanguageProvider = ({ language, children }: { readonly language: Language; readonly children: ReactNode }) => (
  <LanguageContext value={language}>{children}</LanguageContext>
);

export const useTexts = (): Texts => useContext(LanguageContext).texts;
export const useLanguage = (): Language => useContext(LanguageContext);
