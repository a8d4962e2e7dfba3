// The ids of Holdfast. All are 16 random bytes, so that none says anything; a brand keeps them apart.
// In JSON, files and prints an id is 32 lower-case hex digits.

import { type Bytes, fromHex } from "./bytes.ts";
import { limits } from "./limits.ts";
import { branded, bytes, type Shape, text } from "./shape.ts";

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** One person on one server. */
export type AccountId = Brand<Bytes, "AccountId">;
/** Items under one key: the unit of ordering and sharing. */
export type VaultId = Brand<Bytes, "VaultId">;
/** One installed client. */
export type DeviceId = Brand<Bytes, "DeviceId">;
/** One entry of a vault. */
export type ItemId = Brand<Bytes, "ItemId">;
/** SHA-256. */
export type Hash = Brand<Bytes, "Hash">;

export const idBytes = 16;
export const hashBytes = 32;

export const accountId: Shape<AccountId> = branded(bytes(idBytes));
export const vaultId: Shape<VaultId> = branded(bytes(idBytes));
export const deviceId: Shape<DeviceId> = branded(bytes(idBytes));
export const itemId: Shape<ItemId> = branded(bytes(idBytes));
export const hash: Shape<Hash> = branded(bytes(hashBytes));

/** What an account is called on its server: as normalized by `accountName`. */
export type AccountName = Brand<string, "AccountName">;

export const accountNameShape: Shape<AccountName> = {
  schema: text(1, limits.accountName).schema,
  parse: (value) => {
    const given = text(1, limits.accountName).parse(value);
    if (accountName(given) !== given) text(0, 0).parse(given);
    return given as AccountName;
  },
};

/** The account name that `typed` means: NFKC, trimmed, lower case, without control or white space; null where nothing is left or it is too long. */
export function accountName(typed: string): AccountName | null {
  const name = typed.normalize("NFKC").trim().toLowerCase();
  if (name.length === 0 || name.length > limits.accountName || /[\s\p{C}]/u.test(name)) return null;
  return name as AccountName;
}

/** An id from its hex form, or null. */
export function idFromHex<Id extends ItemId | DeviceId | VaultId | AccountId>(hex: string): Id | null {
  const raw = fromHex(hex);
  return raw?.length === idBytes ? (raw as Id) : null;
}
