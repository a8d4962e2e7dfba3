// The generator, the password check, import and export.

import {
  type ImportNote,
  importFailureText,
  importNoteText,
  importWords,
  type Problem,
  type SkipReason,
  skipReasonText,
} from "@holdfast/core";
import type { ImportTrouble } from "../../device/views.ts";
import { number, plural } from "./plural.ts";

const items = (count: number): string => plural(count, { one: "# item", other: "# items" });

export const generator = {
  title: "Password generator",
  kind: "Made of",
  characters: "Characters",
  words: "Words",
  result: "Generated password",
  length: "Length",
  count: "Words",
  lower: "Small letters a–z",
  upper: "Capital letters A–Z",
  digits: "Digits 0–9",
  symbols: "Symbols !&%…",
  lookAlikes: "Leave out what looks alike (Il1, O0)",
  capitals: "Capital letters",
  digit: "A digit",
  separator: "Between the words",
  another: "Another one",
  copy: "Copy password",
  copied: "Password",
  use: "Use this password",
  tooNarrow: "No password fits all of that. Allow more kinds of characters, or more length.",
};

export const check = {
  title: "Password check",
  about: (found: number, judged: number): string =>
    `${number(found)} of ${plural(judged, { one: "# password", other: "# passwords" })} could be better. Checked on this device; nothing was sent.`,
  aboutRunning: "Checked on this device; nothing is sent.",
  good: "Good",
  /** What the bar shows, for readers. */
  bar: (parts: readonly string[]): string => parts.join(", "),
  guessed: { seconds: "Guessed in seconds", minutes: "Guessed in minutes", hours: "Guessed in hours", days: "Guessed in days" },
  uses: (count: number): string => plural(count, { one: "On # item", other: "Same on # items" }),
  change: "Change",
  changeOf: (title: string): string => `Change the password of ${title}`,
  running: (done: number, total: number): string => `Checking ${number(done)} of ${number(total)}`,
  again: "Check again",
  allGood: "No password here is weak, used twice, or older than a year.",
  none: "There is no password to check yet.",
  problems: { weak: "Weak", reused: "Used more than once", old: "Older than a year" } satisfies Record<Problem, string>,
  explained: {
    weak: "These would be guessed within an afternoon once a site's list is stolen.",
    reused: "When one site loses it, all others are open too.",
    old: "Not changed for more than a year.",
  } satisfies Record<Problem, string>,
};

// What an import tells. The command line says the same, but where a command stands for a button, and where its --json is bound to an older
// wording.

const note = (told: ImportNote): string =>
  told.type === "parts-unread"
    ? plural(told.count, {
        one: "The file has # part beside its items that was not read.",
        other: "The file has # parts beside its items that were not read.",
      })
    : importNoteText(told, number);

function skipReason(reason: SkipReason): string {
  switch (reason.type) {
    case "in-trash":
      return "It is in the trash of this vault, and can be restored there.";
    case "other-columns":
      return `${plural(reason.values, { one: "It has # value", other: "It has # values" })} where the first line names ${number(reason.columns)}.`;
    default:
      return skipReasonText(reason);
  }
}

const backupAbout = "This is a sealed backup. It opens with the password it was made with.";
const backupWrong = "That password does not open this backup.";

function trouble(of: ImportTrouble): string {
  switch (of.type) {
    case "trashes-more":
      return `${plural(of.trash, { one: "# item of this vault goes", other: "# items of this vault go" })} to the trash with it by now.`;
    case "choose-again":
      return "The file is not at hand any more. Choose it again.";
    case "backup-of-later-version":
      return "This backup was made by a newer version of Holdfast. Reload to update first.";
    case "backup-password-needed":
      return backupAbout;
    case "backup-wrong-password":
      return backupWrong;
    case "unknown-format":
      return of.why === "newer-holdfast"
        ? "This export was made by a newer version of Holdfast. Reload to update first."
        : importFailureText(of, number);
    default:
      return importFailureText(of, number);
  }
}

export const importing = {
  title: "Import",
  choose: "Choose a file",
  about:
    "A file that Bitwarden, Chrome, Edge, Brave, Opera or Kaspersky has written, an export of Holdfast, or a sealed backup. It is read on this device.",
  reading: "Reading the file",
  preview: (format: string): string => `This is a file of ${format}.`,
  adds: (count: number): string => plural(count, { one: "# item will be added.", other: "# items will be added." }),
  merges: (count: number): string =>
    plural(count, { one: "# item is here already and will be merged.", other: "# items are here already and will be merged." }),
  trashes: (count: number): string =>
    plural(count, {
      one: "# item goes to the trash, since the file has it there.",
      other: "# items go to the trash, since the file has them there.",
    }),
  takeAll: "Import all of it",
  nothing: "There is nothing in it that is not here already.",
  skipped: (count: number): string => plural(count, { one: "# entry can't be taken:", other: "# entries can't be taken:" }),
  line: (line: number): string => `line ${number(line)}`,
  sample: "The first of them",
  take: (count: number): string => plural(count, { one: "Import # item", other: "Import # items" }),
  taking: (done: number, total: number): string => `Importing ${number(done)} of ${number(total)}`,
  done: (added: number, merged: number): string =>
    merged === 0 ? `${items(added)} added.` : `${items(added)} added, ${items(merged)} merged.`,
  undo: "Take this import back",
  deleteFile: "The file holds your passwords in plain text. Delete it when you have looked that everything is here.",
  another: "Choose another file",
  note,
  skipReason,
  trouble,
  backupPassword: "Password of the backup",
  backupAbout,
  backupWrong,
  open: "Open",
  /** What an import writes into the vault beside what the file says. The command line writes the same. */
  written: importWords,
  formats: {
    "bitwarden-json": "Bitwarden",
    "bitwarden-csv": "Bitwarden",
    "chrome-csv": "Chrome",
    "kaspersky-txt": "Kaspersky",
    holdfast: "Holdfast",
  } as Readonly<Record<string, string>>,
};

export const exporting = {
  title: "Export",
  kind: "Kind of file",
  sealed: "Sealed backup",
  plain: "Readable file",
  sealedAbout: "Opens only with a password of its own. This is the one to keep.",
  plainAbout: "Everybody who gets this file can read every password in it. Delete it when you have used it.",
  backupPassword: "Password of the backup",
  backupRepeat: "Repeat password of the backup",
  mainPassword: "Main password",
  save: "Save the file",
  saved: "The file was handed to the browser.",
  working: (done: number, total: number): string => `Writing ${number(done)} of ${number(total)}`,
  fileName: (date: string, sealed: boolean): string => `holdfast-${sealed ? "backup" : "export"}-${date}.json`,
  tooShort: (least: number): string => `Use at least ${least} characters.`,
};
