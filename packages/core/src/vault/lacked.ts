// What a device lacks, as it says so to the others of its account: states of items whose right bytes the server no longer has. It stands in
// the device's own item, sealed like all else, so a server can neither read it nor make it up. Pure. // S40

import { type Content, current, type Edit, isTombstone, type Value } from "./item.ts";
import { deviceKind } from "./kinds.ts";

/** A state of an item by the hash of its sealed revision. Both in lower-case hex. */
export interface Lacked {
  readonly item: string;
  readonly hash: string;
}

/** Of what is lacked now, and of what was lacked until a person let something else take its place. // S40, S42 */
const lacksPath = "lacks";
const replacedPath = "replaced";

/** Of each list; what is beyond waits until something before it is there. */
export const mostLacked = 100;

const isHex = (text: unknown, bytes: number): text is string =>
  typeof text === "string" && new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(text);

function listed(value: Value): readonly Lacked[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, mostLacked).flatMap((entry: Value): readonly Lacked[] => {
    const [item, hash] = Array.isArray(entry) ? entry : [];
    return isHex(item, 16) && isHex(hash, 32) ? [{ item, hash }] : [];
  });
}

const asValue = (lacked: readonly Lacked[]): Value => (lacked.length === 0 ? null : lacked.map(({ item, hash }) => [item, hash]));

/** What a device's item says that it lacks, or had to replace; nothing where it is no device's item. */
export function lackedOf(content: Content): readonly Lacked[] {
  if (isTombstone(content) || content.kind !== deviceKind) return [];
  return [...listed(current(content, lacksPath)), ...listed(current(content, replacedPath))];
}

/** Makes a device's item say what it lacks now; `replaced` is put before what it had to replace earlier. No change where it says so already. */
export function lacksEdit(content: Content, lacked: readonly Lacked[], replaced: readonly Lacked[] = []): Edit {
  const before = isTombstone(content) ? [] : listed(current(content, replacedPath));
  return new Map([
    [lacksPath, asValue(lacked.slice(0, mostLacked))],
    [replacedPath, asValue([...replaced, ...before].slice(0, mostLacked))],
  ]);
}
