// One icon of the sprite, a drawing beside words or under a name given elsewhere: readers skip it.

import { drawingId } from "./sprite.ts";

export const Icon = ({ name, size, spin = false }: { readonly name: string; readonly size?: "s" | "l"; readonly spin?: boolean }) => (
  <svg className={["icon", size ?? "", spin ? "spin" : ""].filter((one) => one !== "").join(" ")} aria-hidden="true">
    <use href={`#${drawingId(name)}`} />
  </svg>
);

/** `deep`: large and faint, behind other things. */
export const Mark = ({ large = false, deep = false }: { readonly large?: boolean; readonly deep?: boolean }) => (
  <svg className={large ? "mark l" : deep ? "mark deep" : "mark"} viewBox="0 0 24 24" aria-hidden="true">
    <use href={`#${drawingId("mark")}`} />
  </svg>
);
