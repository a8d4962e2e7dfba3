// A vault while it is open: the client with its keys, the shelf of what the windows show, and who tells them of changes. Made when the vault
// opens and closed when it locks; nothing of it is left then.

import {
  type Client,
  current,
  type Environment,
  exportPieces,
  greatestStamp,
  type Item,
  type ItemChange,
  isTrashed,
  openConflicts,
  type Status,
  sealBackup,
  stampTime,
  totp,
} from "@holdfast/core";
import type { Bytes } from "@holdfast/protocol";
import type { Form, HistoryEntry, ItemDetail, Meanwhile, OpenedForm, OwnWords } from "../device/port.ts";
import { arrivedOf } from "./arrived.ts";
import { type DeviceNames, detailOf, historyOf, pastRegister } from "./details.ts";
import { type DraftStore, Drafts } from "./drafts.ts";
import { Editing } from "./editing.ts";
import { emptyBase, type FormBase, formOf, meanwhileOf, newForm } from "./forms.ts";
import { Importing } from "./importing.ts";
import { Shelf, type Tell } from "./shelf.ts";
import { labelOf, textOf } from "./values.ts";

export interface OpenVaultOptions {
  readonly client: Client;
  readonly environment: Environment;
  /** Whether the first restore is whole. */
  readonly isRestored: () => Promise<boolean>;
  /** What this device is called where it has no name yet, and what an import writes. */
  readonly words: () => Promise<OwnWords>;
  readonly drafts: DraftStore;
  readonly tell: Tell;
  /** An id for an item to be made. */
  readonly newId: () => string;
}

/** It becomes the id of an item. */
const itemKey = /^[0-9a-f]{32}$/;

/** The first change is shown at once, further ones are gathered for so long, in milliseconds. */
const gatherMs = 30;

export class OpenVault {
  readonly client: Client;
  readonly shelf: Shelf;
  readonly editing: Editing;
  readonly drafts: Drafts;
  readonly importing: Importing;
  readonly #options: OpenVaultOptions;
  /** What open forms were opened over, by their keys. */
  readonly #bases = new Map<string, FormBase>();
  /** Drafts on their way to the disk: who asks for a form waits for them. */
  #keeping: Promise<void> = Promise.resolve();
  #names: DeviceNames = new Map();
  #changes: ItemChange[] = [];
  /** The items of these changes as they were shown before the first of them. */
  #before = new Map<string, Item | null>();
  /** Whether the windows were told a moment ago, and whether there is more to tell since. */
  #gathering: "no" | "yes" | "more" = "no";
  /** Ids whose items may be others than the shelf has; null: any may be. */
  #touched: Set<string> | null = null;
  #comparing: Promise<void> = Promise.resolve();
  #unwatch: () => void = () => {};
  /** A first restore is under way: what comes is not told one by one. */
  #restoring = false;
  #closed = false;

  constructor(options: OpenVaultOptions) {
    const { client, environment } = options;
    const tell = this.#tell;
    this.#options = options;
    this.client = client;
    this.shelf = new Shelf(tell);
    this.editing = new Editing({ client, shelf: this.shelf, now: () => environment.clock.now(), newId: options.newId });
    this.drafts = new Drafts(options.drafts, client.drafts);
    this.importing = new Importing({ environment, client, tell, words: options.words });
  }

  readonly #tell: Tell = (event) => {
    if (!this.#closed) this.#options.tell(event);
  };

  /** Begins to tell; resolves once all items have been told. */
  async start(restoring: boolean): Promise<void> {
    this.#restoring = restoring;
    this.#unwatch = this.client.watch(
      (event) => {
        if (event.type === "changed") this.#changed(event.change);
        else if (event.type === "touched") this.#touch(event.id);
        else this.#heard(event.status);
        // The end of a restore changes no item, and a comparison that failed is made up for.
        if (event.type !== "status" || this.#restoring || this.#touched === null) this.#gather();
      },
      { each: true },
    );
    await this.compare();
    await this.tellDrafts(this.#tell);
  }

  #touch(id: string | null): void {
    if (id === null) this.#touched = null;
    else this.#touched?.add(id);
  }

  #changed(change: ItemChange): void {
    this.#changes.push(change);
    if (!this.#before.has(change.id)) this.#before.set(change.id, this.shelf.get(change.id)?.item ?? null);
  }

  #heard(status: Status): void {
    const tell = this.#tell;
    tell({ type: "status", status, connected: this.client.live.connected, clockOff: this.client.clockOff() });
    this.shelf.setHidden(status.hidden);
    const { current: now } = status;
    if (this.#restoring && now.phase === "syncing") tell({ type: "progress", work: "restore", done: now.done, total: now.total });
  }

  /** Once the first restore is whole: tells what came back. */
  async #tellRestored(): Promise<void> {
    if (!this.#restoring || !(await this.#options.isRestored())) return;
    this.#restoring = false;
    // Signing in names the device by itself; where it was cut in the middle, the loop has brought the rest, and there is no name yet.
    if (this.client.live.started) await this.client.nameDevice((await this.#options.words()).deviceName);
    await this.shelf.compare(await this.client.items());
    const states = this.shelf.states().filter(({ item }) => !isTrashed(item));
    let newest: { readonly at: number; readonly item: Item } | null = null;
    for (const { item } of states) {
      const at = stampTime(greatestStamp(item));
      if (newest === null || at > newest.at) newest = { at, item };
    }
    const device = newest === null ? null : (detailOf({ id: "", item: newest.item, waiting: false }, this.#names).changedBy ?? null);
    this.#tell({ type: "restored", items: states.length, lastChange: newest?.at ?? null, device });
  }

  /** Nothing is told from now on, and what was being told is left at that: the windows have heard that it is locked. */
  silence(): void {
    this.#closed = true;
    this.#unwatch();
    this.shelf.close();
  }

  async close(): Promise<void> {
    this.silence();
    await this.#comparing;
    await this.client.close();
  }

  #gather(): void {
    if (this.#closed) return;
    if (this.#gathering !== "no") {
      this.#gathering = "more";
      return;
    }
    this.#gathering = "yes";
    // All that one transaction changed is told together.
    queueMicrotask(() => void this.compare());
    setTimeout(() => {
      const more = this.#gathering === "more";
      this.#gathering = "no";
      if (more) this.#gather();
    }, gatherMs);
  }

  /** Brings the shelf up to what the vault holds, one after the other. */
  compare(): Promise<void> {
    this.#comparing = this.#comparing
      .then(() => this.#compare())
      .catch(() => {
        // What was not compared is compared with the next change.
        this.#touched = null;
      });
    return this.#comparing;
  }

  async #compare(): Promise<void> {
    const changes = this.#changes.splice(0);
    const before = this.#before;
    this.#before = new Map();
    const touched = this.#touched;
    this.#touched = new Set();
    const states = await this.client.items(touched ?? undefined);
    if (this.#closed) return;
    // Names of devices are items that no list shows.
    if (touched === null || states.length < touched.size) this.#names = await this.client.deviceNames();
    // What changed is shown before it is said.
    await this.shelf.compare(states, touched ?? undefined);
    if (changes.length > 0 && !this.#restoring) {
      const { undoing } = this.editing;
      const told = arrivedOf({ changes, before: (id) => before.get(id) ?? null, names: this.#names, undoing });
      this.#tell({ type: "arrived", changes: told, more: changes.length - told.length });
    }
    await this.#tellRestored();
  }

  detail(id: string): ItemDetail | null {
    const state = this.shelf.get(id);
    return state === null ? null : detailOf(state, this.#names);
  }

  history(id: string): readonly HistoryEntry[] {
    const state = this.shelf.get(id);
    return state === null ? [] : historyOf(state.item, this.#names);
  }

  reveal(id: string, path: string): string | null {
    const item = this.shelf.get(id)?.item;
    if (item === undefined) return null;
    const value = current(item, path);
    return value === null ? null : textOf(path, value);
  }

  revealConflict(id: string, path: string, which: "current" | "other"): string | null {
    const item = this.shelf.get(id)?.item;
    const conflict = item === undefined ? undefined : openConflicts(item).find((open) => open.path === path);
    const value = conflict?.[which][0] ?? null;
    return value === null ? null : textOf(path, value);
  }

  revealPast(id: string, path: string, key: string): string | null {
    const item = this.shelf.get(id)?.item;
    const value = item === undefined ? null : (pastRegister(item, path, key)?.[0] ?? null);
    return value === null ? null : textOf(path, value);
  }

  async code(id: string, path: string): Promise<{ readonly code: string; readonly until: number; readonly period: number } | null> {
    const text = this.reveal(id, path);
    if (text === null) return null;
    const { crypto, clock } = this.#options.environment;
    const now = clock.now();
    const made = await totp((hash, key, message) => crypto.oneTimeHmac(hash, key, message), text, now);
    if (!made.ok) return null;
    const { code, period, remaining } = made.value;
    return { code, period: period * 1_000, until: Math.floor(now / 1_000) * 1_000 + remaining * 1_000 };
  }

  async form(
    of: { readonly id: string } | { readonly kind: string; readonly key: string } | { readonly draft: string },
  ): Promise<OpenedForm | null> {
    await this.#keeping;
    const draft = await this.drafts.get("draft" in of ? of.draft : "id" in of ? of.id : of.key);
    if (draft !== null) {
      this.#bases.set(draft.form.key, draft.base);
      // What was being edited may be gone for good by now: its draft makes a new item.
      const gone = draft.form.id !== null && this.shelf.get(draft.form.id) === null;
      return { form: gone ? { ...draft.form, key: this.#options.newId(), id: null } : draft.form, draft: draft.at };
    }
    if ("kind" in of) {
      const form = newForm(itemKey.test(of.key) ? of.key : this.#options.newId(), of.kind);
      this.#bases.set(form.key, emptyBase);
      return { form, draft: null };
    }
    const state = "id" in of ? this.shelf.get(of.id) : null;
    if (state === null) return null;
    const { form, base } = formOf(state.id, state.item);
    this.#bases.set(form.key, base);
    return { form, draft: null };
  }

  async meanwhile(form: Form): Promise<Meanwhile | null> {
    if (form.id === null) return null;
    const item = this.shelf.get(form.id)?.item;
    if (item === undefined) return { labels: [], both: [], device: null, gone: true };
    const moved = meanwhileOf(form, await this.baseOf(form), item);
    if (moved === null) return null;
    const label = (path: string): string => labelOf(item, path);
    const authors = new Set(moved.paths.map((path) => item.fields.get(path)?.[0]?.[2]));
    const [author] = authors;
    const device = authors.size === 1 && author !== undefined ? (this.#names.get(author) ?? null) : null;
    return { labels: [...new Set(moved.paths.map(label))], both: [...new Set(moved.both.map(label))], device, gone: false };
  }

  /** What the form was opened over: here, in its draft, or else the item as it is now. */
  async baseOf(form: Form): Promise<FormBase> {
    const known = this.#bases.get(form.key) ?? (await this.drafts.get(form.key))?.base;
    if (known !== undefined) return known;
    const state = form.id === null ? null : this.shelf.get(form.id);
    return state === null ? emptyBase : formOf(state.id, state.item).base;
  }

  /** Durable when it resolves. `at`: milliseconds since 1970. */
  keepDraft(form: Form, at: number): Promise<void> {
    const kept = this.#keeping.then(async () => this.drafts.keep({ form, base: await this.baseOf(form), at }));
    this.#keeping = kept.catch(() => {});
    return kept.then(() => this.tellDrafts(this.#tell));
  }

  async dropDraft(key: string): Promise<void> {
    await this.drafts.drop(key);
    await this.tellDrafts(this.#tell);
  }

  async tellDrafts(tell: Tell): Promise<void> {
    tell({ type: "drafts", drafts: await this.drafts.list() });
  }

  forgetForm(key: string): void {
    this.#bases.delete(key);
  }

  /** Everything, with its history, as the pieces of an export; sealed where there is a password. */
  async export(password: string | null): Promise<Blob> {
    const { environment } = this.#options;
    const tell = this.#tell;
    const { items, unreadable } = await this.client.exportItems();
    const head = { exported: environment.clock.now(), origin: this.client.origin, account: this.client.account, unreadable };
    const pieces: Bytes[] = [];
    let done = 0;
    const counted = function* (): Generator<Bytes, void> {
      for (const piece of exportPieces(head, items)) {
        done += 1;
        if (done % 3_000 === 0) tell({ type: "progress", work: "export", done: Math.floor(done / 3), total: items.length });
        yield piece;
      }
    };
    if (password === null) pieces.push(...counted());
    else for await (const piece of sealBackup(environment.crypto, password, counted())) pieces.push(piece);
    tell({ type: "progress", work: "export", done: items.length, total: items.length });
    return new Blob(
      pieces.map((piece) => new Uint8Array(piece)),
      { type: "application/json" },
    );
  }
}
