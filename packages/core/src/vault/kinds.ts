// What this version knows of items: the kinds, the fields of each in the order they are shown, and which values are concealed.
// It never limits what an item may hold: what is not listed here is carried untouched (V1) and only counted as hidden.
// Names follow what a person calls a thing; the credentials of FIDO CXF 1.0 have their places. The table is docs/spec/fields.md.

import { current, type Item, type Path, type Value } from "./item.ts";

/** How a text is meant, for input fields and for CXF; `text` where nothing is said. Dates are ISO 8601: 2031-05-17, 2031-05, 2031. */
export type FieldType = "text" | "email" | "phone" | "date" | "year-month" | "boolean" | "totp";

/** One known field of a kind. Its value is a text. */
export interface Field {
  readonly path: Path;
  readonly label: string;
  /** Shown as dots, never taken from an argument list. */
  readonly concealed: boolean;
  readonly multiline?: true;
  readonly type?: FieldType;
}

export interface Kind {
  readonly name: string;
  readonly label: string;
  /** In the order they are shown, title first and note last. */
  readonly fields: readonly Field[];
}

/** How an address is matched with a page; null leaves it to the setting of the vault. */
export const uriMatches = ["domain", "host", "starts-with", "exact", "pattern", "never"] as const;
export type UriMatch = (typeof uriMatches)[number];

/** The value of `uri/<id>`. */
export type UriValue = { readonly uri: string; readonly match: UriMatch | null; readonly order: number };

/** The value of `custom/<id>`: a field that the person, or the program the item came from, has named. */
export type CustomValue = {
  readonly label: string;
  readonly value: string;
  readonly concealed: boolean;
  readonly order: number;
  /** "boolean": the value is "true" or "false". */
  readonly type?: "boolean";
};

type Options = Pick<Field, "multiline" | "type">;
const shown = (path: Path, label: string, options: Options = {}): Field => ({ path, label, concealed: false, ...options });
const secret = (path: Path, label: string, options: Options = {}): Field => ({ path, label, concealed: true, ...options });

const username = shown("username", "Username");
const password = secret("password", "Password");
const email = shown("email", "Email", { type: "email" });
const phone = shown("phone", "Phone", { type: "phone" });
const company = shown("company", "Company");
const issued = shown("issued", "Issued", { type: "date" });
const expires = shown("expires", "Expires", { type: "date" });
const postal = [
  shown("street", "Street", { multiline: true }),
  shown("city", "City"),
  shown("region", "State or province"),
  shown("postal-code", "Postal code"),
  shown("country", "Country"),
];
const born = [shown("birth-date", "Date of birth", { type: "date" }), shown("birth-place", "Place of birth"), shown("sex", "Sex")];

const kind = (name: string, label: string, ...fields: readonly Field[]): Kind => ({
  name,
  label,
  fields: [shown("title", "Title"), ...fields, shown("note", "Note", { multiline: true })],
});

/** The kinds a person can list and add, in the order they are offered. */
export const listedKinds: readonly Kind[] = [
  kind("login", "Login", username, password, secret("totp", "One-time password", { type: "totp" })),
  kind("password", "Password", username, password),
  kind(
    "card",
    "Payment card",
    shown("cardholder", "Cardholder"),
    secret("number", "Number"),
    shown("brand", "Brand"),
    shown("expires", "Expires", { type: "year-month" }),
    secret("code", "Security code"),
    secret("pin", "PIN"),
    shown("valid-from", "Valid from", { type: "year-month" }),
    shown("bank", "Issuing bank"),
  ),
  kind(
    "identity",
    "Identity",
    shown("name-prefix", "Form of address"),
    shown("given-name", "Given name"),
    shown("nickname", "Known as"),
    shown("middle-name", "Middle name"),
    shown("family-name-prefix", "Family name prefix"),
    shown("family-name", "Family name"),
    shown("second-family-name", "Second family name"),
    shown("generation", "Generation"),
    shown("name-suffix", "Name suffix"),
    ...born,
    company,
    shown("job-title", "Job title"),
    username,
    email,
    phone,
    ...postal,
    secret("national-id", "National identification number"),
    secret("passport-number", "Passport number"),
    secret("license-number", "Driving licence number"),
  ),
  kind("address", "Address", shown("name", "Name"), company, ...postal, phone, email),
  kind("note", "Note"),
  kind(
    "bank-account",
    "Bank account",
    shown("bank", "Bank"),
    shown("holder", "Account holder"),
    shown("account-type", "Account type"),
    secret("account-number", "Account number"),
    secret("iban", "IBAN"),
    shown("bic", "BIC / SWIFT"),
    shown("routing-number", "Routing number"),
    shown("branch", "Branch"),
    phone,
    secret("pin", "PIN"),
  ),
  kind(
    "document",
    "Document",
    shown("document-type", "Type of document"),
    secret("number", "Number"),
    secret("national-id", "National identification number"),
    shown("name", "Full name"),
    ...born,
    shown("nationality", "Nationality"),
    shown("license-class", "Class"),
    issued,
    expires,
    shown("authority", "Issuing authority"),
    shown("region", "State or province"),
    shown("country", "Issuing country"),
  ),
  kind(
    "software-license",
    "Software licence",
    shown("version", "Version"),
    secret("license-key", "Licence key"),
    shown("licensed-to", "Licensed to"),
    email,
    company,
    shown("publisher", "Publisher"),
    shown("order-number", "Order number"),
    issued,
    expires,
  ),
  kind(
    "ssh-key",
    "SSH key",
    secret("private-key", "Private key", { multiline: true }),
    secret("passphrase", "Passphrase"),
    shown("public-key", "Public key", { multiline: true }),
    shown("fingerprint", "Fingerprint"),
    shown("key-type", "Type of key"),
    shown("comment", "Comment"),
    issued,
    expires,
  ),
  kind(
    "passkey",
    "Passkey",
    shown("rp-id", "Website"),
    username,
    shown("display-name", "Display name"),
    shown("user-handle", "User handle"),
    shown("credential-id", "Credential id"),
    secret("private-key", "Private key"),
    secret("extensions", "Extensions", { multiline: true }),
  ),
  kind(
    "wifi",
    "Wi-Fi network",
    shown("ssid", "Network name"),
    password,
    shown("security", "Security"),
    shown("hidden", "Hidden network", { type: "boolean" }),
  ),
  kind("authenticator", "Authenticator", secret("totp", "One-time password", { type: "totp" }), shown("issuer", "Issuer"), username),
];

/** The kind of the account's devices: an item under the device's id. */
export const deviceKind = "device";
/** True for a device whose name came with an export: it names values in histories, and is none of this account's devices. */
export const formerPath: Path = "former";
/** The kind that remembers what restoring an export has made, so that it can be undone; see tools/import. */
export const importKind = "import";

/** Kinds of the program's own, whose items are neither listed nor counted. */
export const isInternalKind = (name: string): boolean => name === deviceKind || name === importKind;

const kinds: ReadonlyMap<string, Kind> = new Map(
  [...listedKinds, kind(deviceKind, "Device", shown("platform", "Platform"))].map((known) => [known.name, known]),
);
const fieldsByPath: ReadonlyMap<string, ReadonlyMap<Path, Field>> = new Map(
  [...kinds].map(([name, known]) => [name, new Map(known.fields.map((field) => [field.path, field]))]),
);

/** The kind of that name, `device` included; null for one that this version does not know. */
export const kindOf = (name: string): Kind | null => kinds.get(name) ?? null;

/** The listed field of a kind; null for a member of a family (`uri/…`) and for what this version does not know. */
export const fieldOf = (kindName: string, path: Path): Field | null => fieldsByPath.get(kindName)?.get(path) ?? null;

const isText = (value: Value): boolean => typeof value === "string";
const isTrue = (value: Value): boolean => value === true;

/** Whether a value is an object with these keys, each passing its test, and without any further one. */
function isObject(value: Value, keys: Readonly<Record<string, (member: Value) => boolean>>, optional: readonly string[] = []): boolean {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const members = new Map(Object.entries(value));
  const known = Object.entries(keys).every(([key, test]) => {
    const member = members.get(key);
    return member === undefined ? optional.includes(key) : test(member);
  });
  return known && [...members.keys()].every((key) => Object.hasOwn(keys, key));
}

export const isUriValue = (value: Value): value is UriValue =>
  isObject(value, {
    uri: isText,
    match: (match) => match === null || uriMatches.some((known) => known === match),
    order: Number.isInteger,
  });

export const isCustomValue = (value: Value): value is CustomValue =>
  isObject(
    value,
    {
      label: isText,
      value: isText,
      concealed: (flag) => typeof flag === "boolean",
      order: Number.isInteger,
      type: (type) => type === "boolean",
    },
    ["type"],
  );

/** Paths that items of every kind may have beside their fields, each with the values this version can show. */
const everywhere: readonly { readonly path: RegExp; readonly shows: (value: Value) => boolean }[] = [
  { path: /^uri\/[^/]+$/, shows: isUriValue },
  { path: /^custom\/[^/]+$/, shows: isCustomValue },
  { path: /^tag\/./s, shows: isTrue },
  { path: /^favorite$/, shows: isTrue },
  // When it went to the trash, in milliseconds since 1970.
  { path: /^trashed$/, shows: Number.isInteger },
  // Internal: which import made the item and the dates its source gave; see tools/import. Nothing of it is shown.
  { path: /^imported$/, shows: () => true },
];

/** Whether this version knows the path in items of that kind; of an unknown kind it knows title, note and the families. */
export const isKnownPath = (kindName: string, path: Path): boolean =>
  fieldOf(kindName, path) !== null ||
  ((path === "title" || path === "note") && !kinds.has(kindName)) ||
  everywhere.some((family) => family.path.test(path));

/**
 * Whether a value must be hidden until it is asked for. A custom field says so itself; a path that this version does not know
 * counts as concealed, since a newer version may keep a secret there.
 */
export function isConcealed(kindName: string, path: Path, value: Value): boolean {
  const field = fieldOf(kindName, path);
  if (field !== null) return field.concealed;
  if (path.startsWith("custom/")) return !(isCustomValue(value) && !value.concealed);
  return !isKnownPath(kindName, path);
}

function canShow(item: Item, path: Path): boolean {
  const value = current(item, path);
  // A removed field has nothing to show.
  if (value === null) return true;
  if (fieldOf(item.kind, path) !== null) return isText(value);
  return everywhere.some((family) => family.path.test(path) && family.shows(value));
}

/** What this version can't show of an item: "kind" where it does not know the kind at all, else the paths, ascending; none is the rule. */
export function hiddenParts(item: Item): readonly Path[] | "kind" {
  if (!kinds.has(item.kind)) return "kind";
  return [...item.fields.keys()].filter((path) => !canShow(item, path)).sort();
}
