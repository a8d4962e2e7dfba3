// A made-up, unencrypted Bitwarden export of any size: what a person who changes over brings. Every type of item and every part of
// one that such an export has occurs in it, and the same count and seed give the same file, byte for byte.

import { type Dice, dice, folderNames, host, note, somePassword, title, username } from "./seed-words.ts";

/** 2026-01-01, the day on which the made-up export was made. */
const exported = Date.UTC(2026, 0, 1);
const day = 86_400_000;

type Json = Readonly<Record<string, unknown>>;

const uuid = (from: Dice): string => `${from.hex(8)}-${from.hex(4)}-4${from.hex(3)}-a${from.hex(3)}-${from.hex(12)}`;
const dateBefore = (from: Dice, latest: number, days: number): number => latest - from.roll(days * day);
const iso = (time: number): string => new Date(time).toISOString();

function loginPart(from: Dice, number: number): Json {
  const count = from.pick([1, 1, 1, 1, 1, 2, 3]);
  const passkey = {
    credentialId: uuid(from),
    keyType: "public-key",
    keyAlgorithm: "ECDSA",
    keyCurve: "P-256",
    keyValue: from.password(180),
    rpId: "example.com",
    userHandle: from.password(22),
    userName: username(from, number),
    counter: "0",
    rpName: "Example",
    userDisplayName: "",
    discoverable: "true",
    creationDate: iso(exported),
  };
  return {
    uris: Array.from({ length: count }, () => ({
      match: from.once(8) ? from.roll(6) : null,
      uri: `https://${host(from, number)}/sign-in`,
    })),
    username: username(from, number),
    password: somePassword(from),
    totp: from.once(5) ? from.base32(32) : null,
    fido2Credentials: from.once(50) ? [passkey] : [],
  };
}

const fields = (from: Dice): readonly Json[] => [
  { name: "Customer number", value: from.digits(8), type: 0, linkedId: null },
  { name: "PUK", value: from.digits(8), type: 1, linkedId: null },
  { name: "Newsletter", value: "false", type: 2, linkedId: null },
  { name: "Sign-in name", value: null, type: 3, linkedId: 100 },
];

const card = (from: Dice): Json => ({
  cardholderName: "CARD HOLDER",
  brand: from.pick(["Visa", "Mastercard"]),
  number: `9999${from.digits(12)}`,
  expMonth: `${1 + from.roll(12)}`,
  expYear: `20${30 + from.roll(9)}`,
  code: from.digits(3),
});

const identity = (from: Dice, number: number): Json => ({
  title: "Mx",
  firstName: "Given",
  middleName: null,
  lastName: `Family ${number}`,
  address1: `${1 + from.roll(200)} Example Street`,
  address2: `Door ${from.roll(20)}`,
  address3: null,
  city: "Exampleton",
  state: "EX",
  postalCode: from.digits(5),
  country: "XX",
  company: null,
  email: `identity${number}@example.org`,
  phone: `+00 ${from.digits(9)}`,
  ssn: from.digits(9),
  username: username(from, number),
  passportNumber: from.digits(9),
  licenseNumber: null,
});

const sshKey = (from: Dice): Json => ({
  privateKey: `-----BEGIN MADE-UP KEY-----\n${from.password(320)}\n-----END MADE-UP KEY-----`,
  publicKey: `ssh-ed25519 ${from.password(68)}`,
  keyFingerprint: `SHA256:${from.password(43)}`,
});

/** The type's number and its part; of a hundred items about ninety are logins. */
function part(from: Dice, number: number): Json {
  const chance = from.roll(100);
  if (chance < 90) return { type: 1, login: loginPart(from, number) };
  if (chance < 94) return { type: 2, secureNote: { type: 0 } };
  if (chance < 97) return { type: 3, card: card(from) };
  return chance < 99 ? { type: 4, identity: identity(from, number) } : { type: 5, sshKey: sshKey(from) };
}

function history(from: Dice, changed: number): readonly Json[] | null {
  if (!from.once(10)) return null;
  let time = changed;
  return Array.from({ length: 1 + from.roll(4) }, () => {
    time = dateBefore(from, time, 200);
    return { lastUsedDate: iso(time), password: somePassword(from) };
  });
}

function item(from: Dice, number: number, folders: readonly Json[]): Json {
  const changed = dateBefore(from, exported, 2_000);
  const typed = part(from, number);
  return {
    passwordHistory: typed.type === 1 ? history(from, changed) : null,
    revisionDate: iso(changed),
    creationDate: iso(dateBefore(from, changed, 1_000)),
    deletedDate: from.once(100) ? iso(exported - day) : null,
    id: uuid(from),
    organizationId: null,
    folderId: from.once(3) ? (folders[from.roll(folders.length)]?.id ?? null) : null,
    reprompt: from.once(80) ? 1 : 0,
    name: title(from, number),
    notes: from.once(4) ? note(from, from.once(50) ? 200 : 1 + from.roll(5)) : null,
    favorite: from.once(20),
    fields: from.once(12) ? fields(from) : [],
    ...typed,
    collectionIds: null,
  };
}

/** The text of the file. */
export function bitwardenExport(count: number, seed: number): string {
  const from = dice(seed);
  const folders = folderNames.map((name) => ({ id: uuid(from), name }));
  const items = Array.from({ length: count }, (_, number) => item(from, number, folders));
  return JSON.stringify({ encrypted: false, folders, items }, null, 2);
}
