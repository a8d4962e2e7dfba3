// Bitwarden's types of items and how the members of each become fields of ours. Only tables.

import type { Path } from "../../vault/item.ts";
import type { UriMatch } from "../../vault/kinds.ts";

export interface BitwardenKind {
  readonly kind: string;
  /** The member of the item that holds what belongs to the type. */
  readonly part: string;
  /** Members of that part that are a field's text. */
  readonly texts: readonly (readonly [member: string, path: Path])[];
}

/** By the number in `type`. */
export const bitwardenKinds: ReadonlyMap<unknown, BitwardenKind> = new Map([
  [
    1,
    {
      kind: "login",
      part: "login",
      texts: [
        ["username", "username"],
        ["password", "password"],
        ["totp", "totp"],
      ],
    },
  ],
  [2, { kind: "note", part: "secureNote", texts: [] }],
  [
    3,
    {
      kind: "card",
      part: "card",
      texts: [
        ["cardholderName", "cardholder"],
        ["brand", "brand"],
        ["number", "number"],
        ["code", "code"],
      ],
    },
  ],
  [
    4,
    {
      kind: "identity",
      part: "identity",
      texts: [
        ["title", "name-prefix"],
        ["firstName", "given-name"],
        ["middleName", "middle-name"],
        ["lastName", "family-name"],
        ["company", "company"],
        ["username", "username"],
        ["email", "email"],
        ["phone", "phone"],
        ["city", "city"],
        ["state", "region"],
        ["postalCode", "postal-code"],
        ["country", "country"],
        ["ssn", "national-id"],
        ["passportNumber", "passport-number"],
        ["licenseNumber", "license-number"],
      ],
    },
  ],
  [
    5,
    {
      kind: "ssh-key",
      part: "sshKey",
      texts: [
        ["privateKey", "private-key"],
        ["publicKey", "public-key"],
        ["keyFingerprint", "fingerprint"],
      ],
    },
  ],
] as const);

/** `match` of an address; null is the vault's setting in both programs. */
export const bitwardenMatches: ReadonlyMap<unknown, UriMatch | null> = new Map([
  [undefined, null],
  [null, null],
  [0, "domain"],
  [1, "host"],
  [2, "starts-with"],
  [3, "exact"],
  [4, "pattern"],
  [5, "never"],
] as const);

/** What `linkedId` of a linked custom field points at, as a person reads it. */
export const bitwardenLinks: ReadonlyMap<unknown, string> = new Map([
  [100, "Username"],
  [101, "Password"],
  [300, "Cardholder"],
  [301, "Expiry month"],
  [302, "Expiry year"],
  [303, "Security code"],
  [304, "Brand"],
  [305, "Number"],
  [400, "Form of address"],
  [401, "Middle name"],
  [402, "Street, line 1"],
  [403, "Street, line 2"],
  [404, "Street, line 3"],
  [405, "City"],
  [406, "State or province"],
  [407, "Postal code"],
  [408, "Country"],
  [409, "Company"],
  [410, "Email"],
  [411, "Phone"],
  [412, "National identification number"],
  [413, "Username"],
  [414, "Passport number"],
  [415, "Driving licence number"],
  [416, "Given name"],
  [417, "Family name"],
  [418, "Full name"],
]);
