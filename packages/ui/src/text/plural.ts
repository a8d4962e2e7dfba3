// Texts with a number in them, by the plural forms of their language (CLDR by Intl.PluralRules). A language that has more forms than English
// gives more; `other` stands for each that it leaves out. `#` is the number as the language writes it.

export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

export function pluralOf(language: string): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replaceAll("#", () => numbers.format(count));
}
