// The square before an item: the first letter of its title in one of eight quiet hues, or the icon of its kind. Nothing is fetched.

import { Icon } from "./icon.tsx";

/** Icons of kinds in the sprite; a kind of a later version has one of its own. */
const icons: Readonly<Record<string, string>> = {
  login: "login",
  password: "password",
  card: "card",
  identity: "identity",
  address: "address",
  note: "note",
  "bank-account": "bank",
  document: "document",
  passkey: "passkey",
  authenticator: "authenticator",
  wifi: "wifi",
  "ssh-key": "key",
  "software-license": "licence",
};

export const iconOfKind = (kind: string): string => icons[kind] ?? "unknown";

function hueOf(title: string): number {
  let sum = 0;
  for (const letter of title) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return 1 + (sum % 8);
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function Tile({ kind, title, big = false }: { readonly kind: string; readonly title: string; readonly big?: boolean }) {
  const size = big ? " big" : "";
  const [first] = letters.segment(title.trim());
  if (kind !== "login" || first === undefined) {
    return (
      <span className={`tile kind${size}`} aria-hidden="true">
        <Icon name={iconOfKind(kind)} />
      </span>
    );
  }
  return (
    <span className={`tile${size}`} data-hue={hueOf(title)} aria-hidden="true">
      {first.segment.toLocaleUpperCase()}
    </span>
  );
}
