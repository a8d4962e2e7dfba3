// Writes an export (X1): the head on the first line, then one item a line, ascending by id. The same vault gives the same bytes, the
// head aside. In pieces, so that no vault is too large for one string.

import { type Bytes, utf8 } from "@holdfast/protocol";
import { encodeContent } from "../../vault/encode.ts";
import { type ExportedItem, type ExportHead, exportFormat, exportVersion } from "./export-form.ts";

const comma = utf8(",\n");
const newline = utf8("\n");
const endOfItem = utf8("}");
const end = utf8("\n]}\n");

/** The bytes of an export in order. `items` have ids of their own. */
export function* exportPieces(head: ExportHead, items: readonly ExportedItem[]): Generator<Bytes, void> {
  const { exported, origin, account, unreadable } = head;
  const members = { format: exportFormat, version: exportVersion, exported: new Date(exported).toISOString(), origin, account, unreadable };
  yield utf8(`${JSON.stringify(members).slice(0, -1)},"items":[`);
  let first = true;
  for (const { id, content } of items.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    yield first ? newline : comma;
    first = false;
    yield utf8(`{"id":"${id}","content":`);
    yield encodeContent(content);
    yield endOfItem;
  }
  yield end;
}
