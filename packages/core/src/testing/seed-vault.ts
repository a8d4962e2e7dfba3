// A made-up vault as a person of many years has it: mostly logins, all other kinds, text of many scripts, short and long notes.
// The same count and seed give the same items on every machine, for the bench, tests, stories and screenshots.

import type { Path, Value } from "../vault/item.ts";
import type { NewItem } from "../vault/new-item.ts";
import { type Dice, dice, folderNames, host, note, somePassword, title, username } from "./seed-words.ts";

export { bitwardenExport } from "./seed-export.ts";

type Fields = Readonly<Record<Path, Value>>;
type Maker = (from: Dice, number: number) => Fields;

const login: Maker = (from, number) => {
  const fields: Record<Path, Value> = { username: username(from, number), password: somePassword(from) };
  const count = from.pick([1, 1, 1, 1, 1, 2, 3]);
  for (let order = 0; order < count; order++) {
    fields[`uri/${order + 1}`] = { uri: `https://${host(from, number)}/sign-in`, match: from.once(9) ? "host" : null, order };
  }
  if (from.once(5)) fields.totp = `otpauth://totp/${number}?secret=${from.base32(32)}`;
  if (from.once(12)) fields["custom/1"] = { label: "Recovery code", value: from.password(16), concealed: true, order: 0 };
  return fields;
};

const card: Maker = (from) => ({
  cardholder: "CARD HOLDER",
  number: `9999${from.digits(12)}`,
  brand: from.pick(["Debit", "Credit"]),
  expires: `20${30 + from.roll(9)}-0${1 + from.roll(9)}`,
  code: from.digits(3),
});

const identity: Maker = (from, number) => ({
  "given-name": "Given",
  "family-name": `Family ${number}`,
  email: `identity${number}@example.org`,
  street: `${1 + from.roll(200)} Example Street\nDoor ${from.roll(20)}`,
  city: "Exampleton",
  "postal-code": from.digits(5),
  "passport-number": from.digits(9),
});

/** How the kinds are mixed: as many logins as a real vault has, and a few of each other. */
const mix: readonly (readonly [share: number, kind: string, make: Maker])[] = [
  [700, "login", login],
  [60, "note", (from) => ({ note: note(from, 2 + from.roll(12)) })],
  [50, "card", card],
  [40, "password", (from, number) => ({ username: username(from, number), password: somePassword(from) })],
  [40, "identity", identity],
  [20, "wifi", (from, number) => ({ ssid: `network-${number}`, password: somePassword(from), security: "WPA3" })],
  [20, "bank-account", (from) => ({ bank: "Example Bank", iban: `XX${from.digits(20)}`, pin: from.digits(4) })],
  [20, "address", (from) => ({ street: `${from.roll(200)} Example Road`, city: "Exampleville", "postal-code": from.digits(5) })],
  [15, "document", (from) => ({ "document-type": "Passport", number: from.digits(9), expires: `20${30 + from.roll(9)}-06-30` })],
  [15, "software-license", (from) => ({ version: `${from.roll(9)}.0`, "license-key": from.hex(25).toUpperCase() })],
  [
    10,
    "ssh-key",
    (from) => ({ "private-key": `-----BEGIN MADE-UP KEY-----\n${from.password(320)}\n-----END MADE-UP KEY-----`, "key-type": "ed25519" }),
  ],
  [5, "passkey", (from, number) => ({ "rp-id": host(from, number), "credential-id": from.hex(32), "private-key": from.hex(64) })],
  [5, "authenticator", (from) => ({ totp: from.base32(32), issuer: "Example" })],
];
const shares = mix.reduce((sum, [share]) => sum + share, 0);

function choose(from: Dice): readonly [kind: string, make: Maker] {
  let left = from.roll(shares);
  for (const [share, kind, make] of mix) {
    if (left < share) return [kind, make];
    left -= share;
  }
  return ["login", login];
}

/** `count` items to be added, each with a title of its own. */
export function seedVault(count: number, seed: number): readonly NewItem[] {
  const from = dice(seed);
  return Array.from({ length: count }, (_, number) => {
    const [kind, make] = choose(from);
    const edit = new Map<Path, Value>(Object.entries({ title: title(from, number), ...make(from, number) }));
    if (from.once(3)) edit.set(`tag/${from.pick(folderNames)}`, true);
    if (from.once(20)) edit.set("favorite", true);
    // One note in two hundred is long: ten to twenty kilobytes.
    if (!edit.has("note") && from.once(4)) edit.set("note", note(from, from.once(50) ? 200 + from.roll(200) : 1 + from.roll(5)));
    return { kind, edit };
  });
}
