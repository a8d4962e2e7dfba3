// Every bound of reading a file that somebody hands in. Whatever the bytes are, reading ends within these in one sentence; how much
// one item may hold is vault/limits.ts, which is asked before anything is saved.

import { itemLimits } from "../../vault/limits.ts";

const KiB = 1024;
const MiB = KiB * KiB;

export const importLimits = {
  /** Bytes of another program's file. */
  bytes: 50 * MiB,
  /** Another program's JSON: nesting, members of one object, objects and lists altogether. */
  json: { depth: 32, members: 1_000, parts: 4_000_000 },
  /** Columns of a table; the exports that are known have at most five. */
  columns: 64,
  /** UTF-16 units of a value in quotes: far above what an item may hold. */
  valueText: 4 * MiB,
  /** UTF-16 units of a table's first line. */
  headerLine: 4 * KiB,
  /** Lines of a text. */
  lines: 5_000_000,
  /** Items of one content that are looked at for a duplicate whose history covers it. */
  duplicates: 16,
} as const;

export const exportLimits = {
  /** Bytes of an export or a backup. An export of this size still reads within the memory a string may take. */
  bytes: 256 * MiB,
  /** UTF-16 units of one item in the text: one that is understood has fewer, in whatever white space. */
  itemText: 2 * itemLimits.contentBytes,
  /** An item's lists nest sixteen deep inside its own six levels. An item may hold many fields; the parts are more than registers fit in. */
  json: { depth: 32, members: 65_536, parts: 16_000_000 },
  /** UTF-16 units of what stands around the items. */
  headText: 64 * KiB,
} as const;
