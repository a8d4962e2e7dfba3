// JSON that is safe to print: the control characters that JSON lets stand as they are (DEL and those of Latin-1, some of which a terminal
// obeys) are written as escapes. What is read back is the same.

const raw = /[\u007f-\u009f]/g;

/** The same JSON with those characters escaped; they stand nowhere but in its strings. */
export const escapeControls = (json: string): string => json.replace(raw, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`);

export const jsonText = (value: unknown, indent?: number): string => escapeControls(JSON.stringify(value, null, indent));
