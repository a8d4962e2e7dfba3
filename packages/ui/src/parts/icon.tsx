// One icon of the sprite, a drawing beside words or under a name given elsewhere: readers skip it.

export const Icon = ({ name, size }: { readonly name: string; readonly size?: "s" | "l" }) => (
  <svg className={size === undefined ? "icon" : `icon ${size}`} aria-hidden="true">
    <use href={`/icons.svg#${name}`} />
  </svg>
);

export const Mark = ({ large = false }: { readonly large?: boolean }) => (
  <svg className={large ? "mark l" : "mark"} aria-hidden="true">
    <use href="/icons.svg#mark" />
  </svg>
);
