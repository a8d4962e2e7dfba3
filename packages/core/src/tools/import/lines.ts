// Texts of lines: splitting them within a bound, and an address as a person has typed it.

/** The lines of a text without their ends (LF or CRLF); null where there are more than `most`. */
export function linesOf(text: string, most: number): readonly string[] | null {
  const lines: string[] = [];
  for (let start = 0; ; ) {
    if (lines.length === most) return null;
    const end = text.indexOf("\n", start);
    const line = end === -1 ? text.slice(start) : text.slice(start, end);
    lines.push(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (end === -1) return lines;
    start = end + 1;
  }
}

const host = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d{1,5})?(?=[/?#]|$)/u;

/** UTF-16 units of an address that is looked at; browsers take no longer one. */
const longest = 2_048;

/** The address with https:// before it where it is a host and a path; else the text as it is. */
export const addressOf = (text: string): string => (text.length <= longest && host.test(text) ? `https://${text}` : text);
