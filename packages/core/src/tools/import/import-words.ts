// The few words that an import writes into the vault by itself, beside what the file says: the title of an item without one, and what fields are
// called that have no place of their own. A shell gives them in its language; from then on they are data (decision 0034).

/** Texts; `#` stands for what the file names. */
export interface ImportWords {
  readonly untitled: string;
  readonly folder: string;
  readonly askAgain: string;
  readonly passkey: string;
  readonly passkeyFor: string;
  readonly matchOf: string;
  readonly expiryMonth: string;
  readonly expiryYear: string;
  readonly linkedTo: string;
  /** Of an item that has no password now. */
  readonly oldPasswords: string;
  /** Those that the history has no room for. */
  readonly olderPasswords: string;
  readonly unnamedColumn: string;
  readonly line: string;
}

export const importWords: ImportWords = {
  untitled: "Untitled",
  folder: "Folder",
  askAgain: "Ask for the main password again",
  passkey: "Passkey",
  passkeyFor: "Passkey for #",
  matchOf: "Match of #",
  expiryMonth: "Expiry month",
  expiryYear: "Expiry year",
  linkedTo: "Linked to: #",
  oldPasswords: "Old passwords",
  olderPasswords: "Older passwords",
  unnamedColumn: "Column without a name",
  line: "Line",
};

export const worded = (text: string, what: string): string => text.replace("#", () => what);
