// A device's name is an item of kind `device` under the device's id, so that the server never sees it. // V10

import type { Replica } from "../store/store.ts";
import type { Edit, Item } from "../vault/item.ts";
import { current } from "../vault/item.ts";

/** Code points of a name, so that no character is cut in two: half of one is no value of a field. */
const longestName = 100;

/** A name that no other device of the account has: `wanted`, else with the first free number. */
export function uniqueName(wanted: string, taken: readonly string[]): string {
  const base = [...wanted.toWellFormed().trim()].slice(0, longestName).join("") || "Device";
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base} (${number})`)) number++;
  return `${base} (${number})`;
}

export const deviceEdit = (name: string): Edit => new Map([["title", name]]);

export function deviceName(item: Item): string | null {
  const title = current(item, "title");
  return typeof title === "string" && title !== "" ? title : null;
}

/** The greatest time that a date can bear, in milliseconds since 1970 (ECMA-262, 21.4.1.1). */
const lastDate = 8.64e15;

/** What the server tells of the devices: a time that is no date is none. */
export const withDates = (told: Replica["devices"]): Replica["devices"] =>
  told.map((one) => (one.lastSync !== null && one.lastSync > lastDate ? { ...one, lastSync: null } : one));
