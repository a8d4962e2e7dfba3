// Looks for secrets where they must not be: in bytes, in texts, in whole states, raw and in the encodings that a careless
// program would use.

import { type Bytes, utf8 } from "@holdfast/protocol";

/** The forms in which `secret` could stand somewhere: as it is, in hex, in base64 of either alphabet at any alignment, in UTF-16. */
export function formsOf(secret: string | Bytes): readonly Buffer[] {
  const raw = Buffer.from(typeof secret === "string" ? utf8(secret) : secret);
  const hex = raw.toString("hex");
  const aligned = [0, 1, 2].flatMap((shift) => {
    // What surrounds the secret decides its first and last letters, so these are left out.
    const text = Buffer.concat([Buffer.alloc(shift), raw])
      .toString("base64")
      .replaceAll("=", "");
    const certain = text.slice(shift === 0 ? 0 : shift + 1, -1);
    return [certain, certain.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const wide = typeof secret === "string" ? [Buffer.from(secret, "utf16le"), Buffer.from(secret, "utf16le").swap16()] : [];
  return [raw, Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...aligned.map((text) => Buffer.from(text)), ...wide];
}

/** Every text and byte string in a value, keys included, one after another. */
export function everythingIn(value: unknown): Buffer {
  const parts: Uint8Array[] = [];
  const walk = (part: unknown): void => {
    if (part instanceof Uint8Array) parts.push(part, Buffer.from("|"));
    else if (typeof part === "string") parts.push(Buffer.from(part), Buffer.from("|"));
    else if (part instanceof Map) for (const pair of part) pair.forEach(walk);
    else if (typeof part === "object" && part !== null) for (const pair of Object.entries(part)) pair.forEach(walk);
  };
  walk(value);
  return Buffer.concat(parts);
}

/** The secrets, by their names, that stand in `where` in any form. */
export const found = (secrets: ReadonlyMap<string, string | Bytes>, where: Buffer): readonly string[] =>
  [...secrets].flatMap(([name, secret]) => (formsOf(secret).some((form) => where.includes(form)) ? [name] : []));
