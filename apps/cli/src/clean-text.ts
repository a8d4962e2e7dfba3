// Stored text made fit for a terminal: titles and values may come from an import or from another device, and must not move the
// cursor, recolour the screen or turn the reading direction. For people only; --json carries every value as it is.

/** Control characters (of ASCII and of Latin-1), bidirectional controls and the line separators of Unicode. */
const unfit = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** One line: line breaks and tabs become a space, what else is unfit becomes U+FFFD. */
export const cleanLine = (text: string): string => text.replace(/\r\n|[\n\r\t]/g, " ").replace(unfit, "\ufffd");

/** Several lines, with line breaks as they stand. */
export const cleanLines = (text: string): readonly string[] => text.split(/\r\n|\n|\r/).map(cleanLine);
