// The plural forms of English.

import { pluralOf } from "../plural.ts";

export const plural = pluralOf("en");
/** A whole number with its separators. */
export const number = (count: number): string => plural(count, { other: "#" });
