// Files that were read and not taken yet, and what taking one did.

import {
  type Client,
  current,
  type Environment,
  isBackup,
  isInternalKind,
  isMuch,
  isTrashed,
  openBackup,
  type ParsedFile,
  takeImport,
  undoEdit,
} from "@holdfast/core";
import { type Bytes, err, ok, type Result, toHex } from "@holdfast/protocol";
import type { ImportPreview, ImportReport, ImportTrouble, OwnWords, PastImportView } from "../device/port.ts";
import type { Tell } from "./shelf.ts";

const importIdBytes = 16;
const sampleSize = 8;

export interface ImportingOptions {
  readonly environment: Environment;
  readonly client: Client;
  readonly tell: Tell;
  readonly words: () => Promise<OwnWords>;
}

export class Importing {
  readonly #environment: Environment;
  readonly #client: Client;
  readonly #tell: Tell;
  readonly #words: ImportingOptions["words"];
  /** The newest file that was read, and its name. */
  #read: { readonly token: string; readonly file: ParsedFile } | null = null;

  constructor({ environment, client, tell, words }: ImportingOptions) {
    this.#environment = environment;
    this.#client = client;
    this.#tell = tell;
    this.#words = words;
  }

  async read(file: Bytes, backupPassword: string | null): Promise<Result<ImportPreview, ImportTrouble>> {
    const plain = await this.#opened(file, backupPassword);
    if (!plain.ok) return plain;
    // Readers of other programs' files are fetched when there is a file to read.
    const { parseImport } = await import("@holdfast/core/parse-import");
    const parsed = parseImport(plain.value, "auto", (await this.#words()).imports);
    if (!parsed.ok) return parsed;
    const token = this.#newId();
    const report = await takeImport(this.#client, parsed.value, { run: { id: token, at: this.#now() }, preview: true });
    if (!report.ok) return report;
    this.#read = { token, file: parsed.value };
    const { format, added, merged, trashed, notes, skipped } = report.value;
    return ok({ token, format, add: added, merge: merged, trash: trashed, skipped, notes, sample: sampleOf(parsed.value) });
  }

  async #opened(file: Bytes, password: string | null): Promise<Result<Bytes, ImportTrouble>> {
    if (!isBackup(file)) return ok(file);
    if (password === null) return err({ type: "backup-password-needed" });
    const opened = await openBackup(this.#environment.crypto, password, file);
    if (opened.ok) return opened;
    return err(opened.error.type === "later-version" ? { type: "backup-of-later-version" } : { type: "backup-wrong-password" });
  }

  /** Asked again after its answer was lost, it finds that the vault has all of it. */
  async take(token: string, trashing: number): Promise<Result<ImportReport, ImportTrouble>> {
    if (this.#read?.token !== token) return err({ type: "choose-again" });
    const { file } = this.#read;
    const run = { id: token, at: this.#now() };
    // What others did since the file was read may have made more of it: the question is about what happens now.
    const planned = await takeImport(this.#client, file, { run, preview: true });
    if (!planned.ok) return planned;
    const trash = planned.value.trashed;
    if (trash > trashing && isMuch(trash, await this.#inUse())) return err({ type: "trashes-more", trash });
    const progress = (done: number, total: number): void => this.#tell({ type: "progress", work: "import", done, total });
    const report = await takeImport(this.#client, file, { run, preview: false, progress });
    if (!report.ok) return report;
    this.#read = null;
    const { added, merged, notes, skipped } = report.value;
    return ok({ import: report.value.import, added, merged, skipped, notes });
  }

  async past(): Promise<readonly PastImportView[]> {
    const imports = await this.#client.imports();
    return imports.map(({ id, at, untouched, edited, gone }) => ({ id, at, untouched: untouched.length, edited: edited.length, gone }));
  }

  async undo(id: string): Promise<{ readonly removed: number; readonly kept: number }> {
    const chosen = (await this.#client.imports()).find((one) => one.id === id);
    if (chosen === undefined) return { removed: 0, kept: 0 };
    const made = new Map(chosen.untouched.map((one) => [one.id, one]));
    const removed = await this.#client.editMany(
      [...made.keys()],
      (item, content) => {
        const one = made.get(item);
        return one === undefined ? null : undoEdit(content, one, this.#now());
      },
      (done) => this.#tell({ type: "progress", work: "undo-import", done, total: made.size }),
    );
    return { removed: removed.length, kept: chosen.edited.length + made.size - removed.length };
  }

  async #inUse(): Promise<number> {
    return (await this.#client.items()).filter(({ item }) => !isTrashed(item)).length;
  }

  #newId(): string {
    return toHex(this.#environment.crypto.randomBytes(importIdBytes));
  }

  #now(): number {
    return this.#environment.clock.now();
  }
}

function sampleOf(file: ParsedFile): ImportPreview["sample"] {
  if (file.format !== "holdfast") {
    return file.items.slice(0, sampleSize).map(({ title, kind, edit }) => ({ title, kind, subtitle: textAt(edit.get("username")) }));
  }
  return file.items
    .filter(({ content }) => !isInternalKind(content.kind))
    .slice(0, sampleSize)
    .map(({ content }) => ({
      title: textAt(current(content, "title")),
      kind: content.kind,
      subtitle: textAt(current(content, "username")),
    }));
}

const textAt = (value: unknown): string => (typeof value === "string" ? value : "");
