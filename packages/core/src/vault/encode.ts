// Content to bytes. The bytes of a content are its canonical JSON (RFC 8785): members in order of their names, no white space.
// Two devices that hold the same item hold the same bytes, which tests compare and nothing else relies on. The text is built
// here piece by piece, so that a path like `__proto__` is a name like any other. // V5

import { type Bytes, utf8 } from "@holdfast/protocol";
import { canonical } from "./canonical.ts";
import { type ConflictMark, type Content, isTombstone, type Path, type Register } from "./item.ts";

/** `["value",stamp,"device"]` */
export const registerText = ([value, stamp, device]: Register): string => `[${canonical(value)},${stamp},"${device}"]`;

const markText = ([winner, loser, device]: ConflictMark): string => `[${winner},${loser},"${device}"]`;

/** Texts compare by UTF-16 unit, which is also what sorting does by itself. (RFC 8785, 3.2.3) */
function membersText<T>(members: ReadonlyMap<Path, readonly T[]>, text: (part: T) => string): string {
  let all = "";
  for (const path of [...members.keys()].sort()) {
    let parts = "";
    for (const part of members.get(path) ?? []) parts += parts === "" ? text(part) : `,${text(part)}`;
    all += `${all === "" ? "" : ","}${JSON.stringify(path)}:[${parts}]`;
  }
  return `{${all}}`;
}

/** The bytes of a content; parseContent reads them back. */
export function encodeContent(content: Content): Bytes {
  if (isTombstone(content)) {
    const [stamp, device, time] = content.purged;
    return utf8(`{"purged":[${stamp},"${device}",${time}],"v":1}`);
  }
  const conflicts = membersText(content.conflicts, markText);
  const fields = membersText(content.fields, registerText);
  return utf8(`{"conflicts":${conflicts},"fields":${fields},"kind":${JSON.stringify(content.kind)},"v":1}`);
}
