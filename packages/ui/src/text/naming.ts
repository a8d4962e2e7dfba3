// Kinds and fields by their names in the language of the windows. What the vault calls by a name of its own, or a later version has brought,
// keeps that name.

import type { Texts } from "./texts.tsx";

type Labels = Readonly<Record<string, string>>;
type Kinds = Readonly<Record<string, { readonly one: string; readonly many: string }>>;

const named = (kinds: Kinds): Kinds => kinds;
const worded = (labels: Labels): Labels => labels;

export const kindName = ({ kinds }: Pick<Texts, "kinds">, kind: string): string => named(kinds)[kind]?.one ?? kind;

export const kindNames = ({ kinds }: Pick<Texts, "kinds">, kind: string): string => named(kinds)[kind]?.many ?? kind;

const tagged = "tag/";

/** `own`: a name that the person gave, which is left as it is. */
export function labelName({ labels }: Pick<Texts, "labels">, label: string, own = false): string {
  if (own) return label;
  if (label.startsWith(tagged)) return labels.tagNamed.replace("#", () => label.slice(tagged.length));
  return worded(labels)[label] ?? label;
}
