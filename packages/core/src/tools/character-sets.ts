// The characters that passwords are made of: classes that a person can switch off, and the sets that sites name in their rules.
// All are ASCII: what else a site may allow is not to be had on every keyboard.

export type CharacterClass = "lower" | "upper" | "digits" | "symbols";

export const lower = "abcdefghijklmnopqrstuvwxyz";
export const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const digits = "0123456789";

/** Without space, quotes, backslash and backtick, which break where a password is pasted into a command or a file. */
const symbols = "!#$%&()*+,-./:;<=>?@[]^_{|}~";

export const classCharacters: Readonly<Record<CharacterClass, string>> = { lower, upper, digits, symbols };

export const characterClasses: readonly CharacterClass[] = ["lower", "upper", "digits", "symbols"];

/** Characters that are taken for each other on paper. */
const lookAlikes = new Set("Il1|O0o");

export const withoutLookAlikes = (characters: string): string => [...characters].filter((character) => !lookAlikes.has(character)).join("");

/** The printable ASCII characters but letters, digits and space, which is `special` in a site's rules with the space left out. */
export const special = "-~!@#$%^&*_+=`|(){}[:;\"'<>,.?/]\\";

/** Every character once, in the order of its code. */
export const distinct = (...sets: readonly string[]): string => [...new Set(sets.join(""))].sort().join("");
