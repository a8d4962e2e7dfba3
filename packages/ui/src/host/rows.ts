// An item as the list shows it. Nothing of it is concealed. Pure.

import { changedTime, current, fieldOf, type ItemState, type Path, view } from "@holdfast/core";
import type { Row } from "../device/port.ts";
import { textOf } from "./values.ts";

/** What an item of a kind is called by beside its title, the first that has a value; the others by their user name, else their address. */
const subtitles: Readonly<Record<string, readonly Path[]>> = {
  card: ["brand", "bank", "cardholder"],
  identity: ["email", "given-name", "company"],
  address: ["street", "city", "name"],
  note: ["note"],
  "bank-account": ["bank", "holder", "bic"],
  document: ["document-type", "name", "country"],
  "software-license": ["version", "licensed-to", "email"],
  "ssh-key": ["comment", "key-type", "fingerprint"],
  passkey: ["username", "rp-id"],
  wifi: ["ssid"],
  authenticator: ["issuer", "username"],
};
const usual: readonly Path[] = ["username", "email"];
const longestSubtitle = 120;

export function rowOf({ id, item, waiting }: ItemState): Row {
  const { kind, title, uris, favorite, trashed, changed, conflict } = view(item);
  return {
    id,
    kind,
    title,
    subtitle: subtitleOf(item) || siteOf(uris[0]?.uri ?? ""),
    favorite,
    trashed: trashed !== null,
    waiting,
    conflict,
    changed: changedTime(item) ?? changed,
  };
}

function subtitleOf(item: ItemState["item"]): string {
  for (const path of subtitles[item.kind] ?? usual) {
    if (fieldOf(item.kind, path)?.concealed !== false) continue;
    const [line] = textOf(path, current(item, path)).trim().split("\n", 1);
    if (line !== undefined && line !== "") return line.slice(0, longestSubtitle).toWellFormed();
  }
  return "";
}

/** `github.com` of `https://github.com/login`. */
const siteOf = (uri: string): string => (/^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]+)/i.exec(uri)?.[1] ?? uri).slice(0, longestSubtitle);
