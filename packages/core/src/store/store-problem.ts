// What can be wrong with the place where a replica lies. Stores throw it, and a shell catches it once and turns it into one
// sentence. It bears neither a path nor data. // P12

export type StoreProblemKind =
  /** The bytes on the disk are not what was written. */
  | "damaged"
  /** Another program's file stands where ours should. */
  | "not-ours"
  /** Written by a newer version of Holdfast, which this one can't read. */
  | "newer-version"
  /** The disk, the folder or the file refuses writing, or reading at all. */
  | "read-only"
  /** A file, or a link that leads nowhere, stands in the place of the folder or of one above it. */
  | "no-folder"
  /** The folder can't be made in this place. */
  | "no-place"
  /** The folder holds other things, and others may write into it. */
  | "open-folder"
  | "disk-full"
  /** Another process has held the file for longer than a write takes. */
  | "busy"
  /** The disk itself failed. */
  | "unreadable"
  /** Somebody has signed this device out while something was to be written. */
  | "signed-out";

/** For a terminal; windows say it in their language, by the kind. */
const sentences: Readonly<Record<StoreProblemKind, string>> = {
  damaged: "The vault's files on this device are damaged.",
  "not-ours": "The file found in this place does not belong to Holdfast.",
  "newer-version": "The vault on this device was written by a newer version of Holdfast.",
  "read-only": "The vault's files on this device can't be opened for writing.",
  "no-folder": "What stands in the place of the vault's folder is no folder.",
  "no-place": "The vault's folder can't be made in this place.",
  "open-folder": "Others can write into this folder; the vault needs one of its own.",
  "disk-full": "The disk is full.",
  busy: "Another program has kept the vault's files locked.",
  "signed-out": "This device was signed out meanwhile; nothing was saved.",
  unreadable: "The disk failed while the vault was read or written.",
};

export class StoreProblem extends Error {
  override readonly name = "StoreProblem";
  readonly kind: StoreProblemKind;

  constructor(kind: StoreProblemKind) {
    super(sentences[kind]);
    this.kind = kind;
  }
}
